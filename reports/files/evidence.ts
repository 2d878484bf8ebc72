import { AttachmentContentEncoding, type Attachment } from '@cucumber/messages';
import { mkdirSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { isTextual } from '../redaction/envelope';
import { FACTS_MEDIA_TYPE, LOGS_MEDIA_TYPE, UNVERIFIED_MEDIA_TYPE } from '../run/facts';

/** Logs and links are read where they stand; facts are figures, not evidence. */
const NOT_EVIDENCE = [
  'text/x.cucumber.log+plain',
  'text/uri-list',
  FACTS_MEDIA_TYPE,
  UNVERIFIED_MEDIA_TYPE,
  LOGS_MEDIA_TYPE,
];

const EXTENSIONS: Record<string, string> = {
  'application/json': '.json',
  'application/x-ndjson': '.ndjson',
  'text/plain': '.txt',
  'text/html': '.html',
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/svg+xml': '.svg',
  'message/rfc822': '.eml',
};

/** Pictures and other bytes, and whatever the suite gave a name. Text without a name is read among the messages. */
export function isEvidence({ mediaType, fileName }: Attachment): boolean {
  if (NOT_EVIDENCE.some((other) => mediaType.startsWith(other))) return false;
  return fileName !== undefined || !isTextual(mediaType);
}

/** Writes attachments as files under the names the suite gave them, else `<journey>-<n>`. */
export class EvidenceFolder {
  private readonly taken = new Set<string>();
  /** The last number given to a name, so that the thousandth of a name does not try all before it. */
  private readonly numbers = new Map<string, number>();

  constructor(private readonly directory: string) {}

  /** @param attachment already redacted. @returns the file's name in the folder. */
  take(attachment: Attachment, journey: string): string {
    const name = this.nameFor(attachment, journey);
    mkdirSync(this.directory, { recursive: true });
    const encoding = attachment.contentEncoding === AttachmentContentEncoding.BASE64 ? 'base64' : 'utf8';
    writeFileSync(join(this.directory, name), Buffer.from(attachment.body, encoding));
    return name;
  }

  /** The name that a file of it has, or would have. */
  nameFor({ fileName, mediaType }: Attachment, journey: string): string {
    const given = safe(fileName ?? '');
    const extension = given ? extname(given) : extensionOf(mediaType);
    const stem = given ? given.slice(0, given.length - extension.length) : safe(journey) || 'evidence';
    let name = given || `${stem}-1${extension}`;
    let n = this.numbers.get(name.toLowerCase()) ?? 1;
    const first = name.toLowerCase();
    while (this.taken.has(name.toLowerCase())) name = `${stem}-${++n}${extension}`;
    this.numbers.set(first, n);
    this.taken.add(name.toLowerCase());
    return name;
  }
}

/** Without anything that could leave the folder or upset a file system. */
function safe(name: string): string {
  return name
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[.-]+/, '')
    .slice(-100);
}

function extensionOf(mediaType: string): string {
  const plain = mediaType.split(';')[0]?.trim() ?? '';
  return EXTENSIONS[plain] ?? (plain.endsWith('json') ? '.json' : '.bin');
}
