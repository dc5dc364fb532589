/** Commands as they work in a plain shell, which does not have node_modules/.bin on its path as hooks and Nx do. */
export function typeable(text: string): string {
  return text.replaceAll(/(^|`|&& )(?=drizzle-(?:guard|kit) [a-z])/g, '$1npx ');
}
