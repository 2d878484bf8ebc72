export type HealthStatus = 'ready' | 'degraded' | 'unavailable';

export interface CheckResult {
  status: HealthStatus;
  latency_ms: number;
  detail?: string;
}

export interface HealthReport {
  service: string;
  version: string;
  status: HealthStatus;
  checks: Record<string, CheckResult>;
}

/** A dependency's probe. Without it the service is `unavailable` (critical) or only `degraded`. */
export interface HealthCheck {
  readonly critical: boolean;
  /** Rejects, with a sentence, when the dependency cannot be used. */
  probe(): Promise<void>;
}

const PROBE_DEADLINE_MS = 1_000;

/** Runs every check side by side, each within one second, and adds the answers up. */
export async function healthReport(
  service: string,
  version: string,
  checks: Readonly<Record<string, HealthCheck>>,
): Promise<HealthReport> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await run(check)] as const),
  );
  return {
    service,
    version,
    status: worst(results.map(([, result]) => result.status)),
    checks: Object.fromEntries(results),
  };
}

async function run(check: HealthCheck): Promise<CheckResult> {
  const startedAt = performance.now();
  const elapsed = () => Math.round((performance.now() - startedAt) * 10) / 10;
  try {
    await withDeadline(check.probe());
    return { status: 'ready', latency_ms: elapsed() };
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    return { status: check.critical ? 'unavailable' : 'degraded', latency_ms: elapsed(), detail };
  }
}

async function withDeadline(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no answer within ${PROBE_DEADLINE_MS} ms`)),
      PROBE_DEADLINE_MS,
    );
  });
  try {
    await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

function worst(statuses: HealthStatus[]): HealthStatus {
  if (statuses.includes('unavailable')) return 'unavailable';
  return statuses.includes('degraded') ? 'degraded' : 'ready';
}
