/** Where somebody wants to be connected to. */
export interface Destination {
  readonly host: string;
  readonly port: number;
}

const VERSION = 5;
const CONNECT = 1;
const [IPV4, NAME, IPV6] = [1, 3, 4];

export const WELCOME = Buffer.from([VERSION, 0]);
export const CONNECTED = Buffer.from([VERSION, 0, 0, IPV4, 0, 0, 0, 0, 0, 0]);
/** "Connection refused." */
export const NOT_CONNECTED = Buffer.from([VERSION, 5, 0, IPV4, 0, 0, 0, 0, 0, 0]);

/** Of a greeting that begins so. @returns its length; undefined while it is not whole. @throws for what is none */
export function greetingIn(bytes: Buffer): number | undefined {
  const [version, methods] = bytes;
  if (version !== undefined && version !== VERSION) throw new Error('that is not SOCKS 5');
  return methods === undefined || bytes.length < 2 + methods ? undefined : 2 + methods;
}

/** A request (RFC 1928, 4). @returns where it leads to; undefined while it is not whole. @throws for any other command */
export function destinationIn(bytes: Buffer): Destination | undefined {
  if (bytes.length < 5) return undefined;
  if (bytes[1] !== CONNECT) throw new Error('only connections lead through here');
  const [kind, first = 0] = [bytes[3], bytes[4]];
  const [start, length] = kind === NAME ? [5, first] : [4, kind === IPV6 ? 16 : 4];
  if (kind !== NAME && kind !== IPV4 && kind !== IPV6) throw new Error('that is no kind of address');
  if (bytes.length < start + length + 2) return undefined;
  const address = bytes.subarray(start, start + length);
  return { host: hostOf(kind, address), port: bytes.readUInt16BE(start + length) };
}

function hostOf(kind: number, address: Buffer): string {
  if (kind === NAME) return address.toString('latin1');
  if (kind === IPV4) return address.join('.');
  return Array.from({ length: 8 }, (_, at) => address.readUInt16BE(at * 2).toString(16)).join(':');
}
