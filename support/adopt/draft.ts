import type { Found } from './probe';

interface Addresses {
  readonly url: string;
  readonly origin: string;
  readonly backend?: string;
}

/** A target file of what was found, and what whoever adopts the suite has to do about the rest. */
export function draftOf(
  found: Found,
  { url, origin, backend }: Addresses,
): { yaml: string; remarks: string[] } {
  const { health, publishesKeys, speaksMailpit, missing, backendAnswers } = found;
  const chat = backend?.replace(/^http/, 'ws');
  const yaml = [
    '# Drafted by npm run adopt. Secrets come from the environment: ${NAME} stands for a variable.',
    'platform: running',
    'addresses:',
    `  auth: ${url}`,
    ...(health && !health.isOfContract ? [`  auth_health: ${url}${health.path}`] : []),
    ...(backend === undefined ? [] : [`  backend: ${backend}`, `  chat: ${chat ?? ''}/ws`]),
    `origin: ${origin}`,
    ...(publishesKeys ? [] : ['tokens:', '  shared_secret: ${TOKEN_SECRET}']),
    ...(speaksMailpit
      ? [`mailbox: ${url}`]
      : ['accounts:', '  - { email: "${FIRST_EMAIL}", password: "${FIRST_PASSWORD}" }', '  - { email: "${SECOND_EMAIL}", password: "${SECOND_PASSWORD}" }']), // prettier-ignore
    'safety:',
    '  production: false',
    '',
  ].join('\n');
  const remarks = [
    health === undefined
      ? 'No health was found; name the address at which it says that it is well as addresses.auth_health.'
      : `It says that it is well at ${health.path}.`,
    publishesKeys
      ? 'It publishes the keys that its tokens are checked with.'
      : 'It publishes no keys at /.well-known/jwks.json: put the shared secret into TOKEN_SECRET, or publish them.',
    speaksMailpit
      ? 'Its mails can be read the way Mailpit tells them.'
      : 'No mails can be read there: name a Mailpit as mailbox, or make accounts beforehand and put them into the environment.',
    missing.length === 0
      ? "The wire contract's calls for accounts are there: the suite's own driver may do."
      : `It does not know ${missing.join(', ')}: write a driver for it (docs/adopting.md), in the folder beside the target file.`,
    ...(backend === undefined ? ['Without --backend, what needs the chat is unverified.'] : []),
    ...(backend !== undefined && !backendAnswers ? [`Nothing answers at ${backend} yet.`] : []),
  ];
  return { yaml, remarks };
}
