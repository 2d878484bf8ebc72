/** Names the present state of the platform's sources; tests do not count. */
export function hashOfSources(root: string): string;
