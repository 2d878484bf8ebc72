import { AttachmentContentEncoding, type Attachment } from '@cucumber/messages';
import { isTextual } from '../../redaction/envelope';
import type { RanStep } from '../site-data';
import { cutTo } from './evidence';

const LONGEST_NOTE = 8_000;

/** Whatever else was attached: text is shown as text, whatever it calls itself; other bytes are only named. */
export function noteOf(attachment: Attachment, file: string | undefined): RanStep['notes'][number] {
  const { fileName, mediaType, contentEncoding, body } = attachment;
  const title = fileName ?? (mediaType.startsWith('text/x.cucumber.log') ? 'log' : mediaType);
  const isBase64 = contentEncoding === AttachmentContentEncoding.BASE64;
  if (!isTextual(mediaType) && isBase64) {
    const size = Math.round((body.length * 3) / 4);
    return {
      title,
      text: `${size.toLocaleString('en-US')} bytes${file ? `, kept as evidence/${file}` : ''}`,
    };
  }
  return { title, text: cutTo(isBase64 ? Buffer.from(body, 'base64').toString('utf8') : body, LONGEST_NOTE) };
}
