/** Why the server ends a connection, as the wire contract numbers it; the reason is for whoever debugs a client. */
export const CLOSINGS = {
  no_token: { code: 4001, reason: 'No token provided' },
  invalid_token: { code: 4002, reason: 'Invalid token' },
  token_expired: { code: 4003, reason: 'Token expired' },
  session_revoked: { code: 4004, reason: 'Session revoked' },
  too_many_connections: { code: 4008, reason: 'Too many connections' },
  too_large: { code: 4009, reason: 'Message too large' },
  flooding: { code: 4029, reason: 'Flooding' },
  not_text_json: { code: 1003, reason: 'Not text JSON' },
  restarting: { code: 1012, reason: 'Restarting' },
  overloaded: { code: 1013, reason: 'Try again later' },
} as const;

export type Closing = keyof typeof CLOSINGS;
