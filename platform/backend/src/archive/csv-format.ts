import { stringify } from 'csv-stringify/sync';
import type { ArchiveFormat } from './archive';

const COLUMNS = ['conversation', 'said at', 'who', 'words'];
/** Without it, spreadsheets take UTF-8 for something else. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * A line for each message (RFC 4180). What a spreadsheet would take for a formula is kept from being one by an apostrophe
 * in front, which spreadsheets do not show: a message can be anybody's words (OWASP, "CSV injection").
 */
export const csvFormat: ArchiveFormat = {
  contentType: 'text/csv; charset=utf-8',
  begin: () => `${BYTE_ORDER_MARK}${rowOf(COLUMNS)}`,
  line: ({ thread, message }) =>
    message
      ? rowOf([
          thread.title,
          message.created_at,
          message.role === 'user' ? 'you' : 'assistant',
          message.content,
        ])
      : '',
  end: () => '',
};

function rowOf(cells: readonly string[]): string {
  return stringify([cells], { record_delimiter: '\r\n', escape_formulas: true });
}
