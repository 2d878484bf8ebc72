import { AttachmentContentEncoding, type Attachment, type Envelope } from '@cucumber/messages';
import { redactJson, redactText } from '../redaction';
import { holdsRegistered } from './registered';

/** A copy of a Cucumber message without secrets; text in attachments is redacted also where it is base64-encoded. */
export function redactEnvelope(envelope: Envelope): Envelope {
  if (!envelope.attachment) return redactJson(envelope);
  const { body, ...rest } = envelope.attachment;
  return { attachment: { ...redactJson(rest), body: redactBody(envelope.attachment, body) } };
}

export function isTextual(mediaType: string): boolean {
  return /^text\/|[/+](?:json|xml|yaml|javascript|ndjson|x-ndjson|x-www-form-urlencoded)\b/i.test(mediaType);
}

function redactBody(attachment: Attachment, body: string): string {
  if (attachment.contentEncoding !== AttachmentContentEncoding.BASE64) return redactText(body);
  const bytes = Buffer.from(body, 'base64');
  if (isTextual(attachment.mediaType))
    return Buffer.from(redactText(bytes.toString('utf8'))).toString('base64');
  if (!holdsRegistered(bytes)) return body;
  return Buffer.from('[redacted:attachment] It held a registered secret.').toString('base64');
}
