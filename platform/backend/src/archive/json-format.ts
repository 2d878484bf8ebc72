import type { ArchiveFormat, ArchivedLine } from './archive';

/** `{format, version, exported_at, threads: [{id, title, created_at, messages: [{role, content, created_at}]}]}` */
export const jsonFormat: ArchiveFormat = {
  contentType: 'application/json; charset=utf-8',

  begin: (now) =>
    `{"format":"chat-archive","version":1,"exported_at":${JSON.stringify(now.toISOString())},"threads":[`,

  line(line, before) {
    const message = line.message ? JSON.stringify(line.message) : '';
    if (before?.thread.id === line.thread.id) return `,\n${message}`;
    return `${before ? ']},' : ''}\n${headOf(line)}${message}`;
  },

  end: (last) => (last ? ']}\n]}\n' : ']}\n'),
};

function headOf({ thread: { id, title, created_at } }: ArchivedLine): string {
  return `${JSON.stringify({ id, title, created_at }).slice(0, -1)},"messages":[\n`;
}
