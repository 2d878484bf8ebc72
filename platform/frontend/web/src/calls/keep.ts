/** What a browser keeps between visits. A browser that refuses to keep anything is treated as a forgetful one. */
export interface Keep {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  remove(name: string): void;
}

export function keepIn(storage: () => Storage): Keep {
  const attempt = <T>(use: (storage: Storage) => T): T | undefined => {
    try {
      return use(storage());
    } catch {
      return undefined;
    }
  };
  return {
    get: (name) => attempt((kept) => kept.getItem(name)) ?? undefined,
    set: (name, value) => attempt((kept) => kept.setItem(name, value)),
    remove: (name) => attempt((kept) => kept.removeItem(name)),
  };
}
