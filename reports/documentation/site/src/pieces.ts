/**
 * The data of the pages, in pieces. A browser fetches nothing from the disk, so a piece is a script that hands over a
 * string of JSON, or, in the single file, an element that holds it.
 */

type Taker = (json: string) => void;

const waiting = new Map<string, Taker[]>();
const arrived = new Map<string, string>();
const parsed = new Map<string, Promise<unknown>>();

/** What the scripts in `data/` call. */
export function takePiece(name: string, json: string): void {
  arrived.set(name, json);
  for (const take of waiting.get(name) ?? []) take(json);
  waiting.delete(name);
}

/** @returns the piece; rejects where this documentation has none of that name. */
export function piece<T>(name: string): Promise<T> {
  const known = parsed.get(name);
  if (known) return known as Promise<T>;
  const made = jsonOf(name).then((json) => JSON.parse(json) as T);
  parsed.set(name, made);
  // One that did not come may come at the next look.
  made.catch(() => parsed.delete(name));
  return made;
}

export const journeyPiece = (id: string): string => `journey-${fileName(id)}`;
export const scenarioPiece = (id: string): string => `scenario-${fileName(id)}`;

function fileName(id: string): string {
  return id.replace(/[^\p{L}\p{N}_-]/gu, '_');
}

function jsonOf(name: string): Promise<string> {
  const here = arrived.get(name) ?? document.getElementById(`piece-${name}`)?.textContent;
  if (here !== undefined) return Promise.resolve(here);
  return new Promise((resolve, reject) => {
    waiting.set(name, [...(waiting.get(name) ?? []), resolve]);
    if (name === 'site') return; // Its script stands in the page.
    const script = document.createElement('script');
    script.src = `data/${encodeURIComponent(name)}.js`;
    script.onerror = () => {
      waiting.delete(name);
      script.remove();
      reject(new Error(`There is no ${name} in this documentation.`));
    };
    document.head.append(script);
  });
}
