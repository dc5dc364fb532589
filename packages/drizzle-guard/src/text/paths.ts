export function join(dir: string, file: string): string {
  return dir === '' ? file : `${dir}/${file}`;
}

export function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

export function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}
