/** Which part cannot be reached; `edge`: not even who would know. */
export type Missing = 'nothing' | 'auth' | 'backend' | 'both' | 'edge';

const SENTENCES: Readonly<Record<Exclude<Missing, 'nothing'>, string>> = {
  auth: 'Signing in and account changes are not available at the moment. Open chats go on.',
  backend: 'The chat is not available at the moment. It comes back by itself.',
  both: 'The service is not available at the moment. We are working on it.',
  edge: 'You seem to be offline, or the service cannot be reached. We keep trying.',
};

export function sentenceOn(missing: Missing): string | undefined {
  return missing === 'nothing' ? undefined : SENTENCES[missing];
}

/** Reads the edge's `/health/ready`, whatever its status; what cannot be read is no answer. */
export function missingIn(report: unknown): Missing {
  const checks = (report as { checks?: Record<string, Check> } | undefined)?.checks;
  if (checks === undefined) return 'edge';
  const [auth, backend] = [isMissing(checks['auth']), isMissing(checks['backend'])];
  if (auth && backend) return 'both';
  if (auth) return 'auth';
  return backend ? 'backend' : 'nothing';
}

interface Check {
  status?: string;
  detail?: string;
}

/** A service that only complains of something else (`says it is degraded`) still does its work. */
function isMissing(check: Check | undefined): boolean {
  if (check === undefined || check.status === 'ready') return false;
  return !/\bsays it is degraded\b/.test(check.detail ?? '');
}
