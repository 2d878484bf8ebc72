import axios from 'axios';
import type { EvidenceRecorder } from '../../../evidence/recorder';

/** Of a look, which happens while the run loads everything else it needs. */
export const LOOK_DEADLINE_MS = 10_000;

export interface Looked {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Milliseconds since the epoch: in the middle between the question and its answer. */
  readonly at: number;
}

/** One HTTP look. @throws with the reason in a few words where nothing answers. */
export async function look(
  evidence: EvidenceRecorder,
  peer: string,
  url: string,
  { method = 'GET', ...request }: { method?: 'GET' | 'POST'; [option: string]: unknown } = {},
): Promise<Looked> {
  const startedAt = Date.now();
  const { status, data, headers } = await axios
    .request<unknown>({
      ...{ url, method, timeout: LOOK_DEADLINE_MS, proxy: false, validateStatus: () => true },
      ...request,
    })
    .catch((cause: unknown) => {
      throw new Error(reasonIn(cause), { cause });
    });
  const what = `${method} ${new URL(url).pathname} -> ${status}`;
  evidence.exchange({ actor: 'the suite', peer, kind: 'http', what });
  return { status, body: data, headers, at: (startedAt + Date.now()) / 2 };
}

export function reasonIn(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const { code } = cause as { code?: unknown };
  return cause.message || (typeof code === 'string' ? code : cause.name);
}
