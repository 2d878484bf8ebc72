import PostalMime, { type Address, type Email } from 'postal-mime';
import type { Mail, MailAddress } from './mailbox';

/** Reads a raw mail (RFC 5322, MIME) into what the mailbox keeps. Attachments are left out. */
export async function parseMail(raw: Buffer): Promise<Omit<Mail, 'ID' | 'Created'>> {
  const email = await PostalMime.parse(raw);
  return {
    From: mailboxes(email.from)[0] ?? { Name: '', Address: '' },
    To: (email.to ?? []).flatMap(mailboxes),
    Subject: email.subject ?? '',
    Text: email.text ?? '',
    HTML: email.html ?? '',
    headers: headersOf(email),
  };
}

/** An address is one mailbox or a named group of them (RFC 5322, 3.4). */
function mailboxes(address: Address | undefined): MailAddress[] {
  if (address === undefined) return [];
  const members = address.group ?? [address];
  return members.map(({ name, address: mailbox }) => ({ Name: name, Address: mailbox }));
}

function headersOf(email: Email): Record<string, string[]> {
  const headers: Record<string, string[]> = {};
  for (const { key, value } of email.headers) (headers[canonical(key)] ??= []).push(value);
  return headers;
}

/** `message-id` becomes `Message-Id`, as Mailpit answers it. */
function canonical(name: string): string {
  return name.replace(/[^-]+/g, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());
}
