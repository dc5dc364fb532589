export interface Room {
  name: string;
  pure: boolean;
  node: readonly string[];
  imports: readonly string[];
  types: readonly string[];
}

export const EFFECTS: RegExp;
export const rooms: readonly Room[];
export function roomOf(place: string): Room | undefined;
