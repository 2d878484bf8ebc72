/** What oidc-provider asks of a place to keep things in (its "adapter"). */
interface Stored extends Record<string, unknown> {
  uid?: string;
  grantId?: string;
  consumed?: number;
}

interface Kept {
  readonly payload: Stored;
  readonly until: number;
}

const MOST_ENTRIES = 20_000;

/**
 * Keeps what one provider must remember between two requests, in memory, and lets the oldest go beyond 20,000 entries.
 * @returns the class that oidc-provider makes one of for each kind of thing.
 */
export function storageOf(): new (kind: string) => object {
  const kept = new Map<string, Kept>();

  return class Storage {
    constructor(private readonly kind: string) {}

    async upsert(id: string, payload: Stored, expiresIn: number): Promise<void> {
      kept.delete(this.key(id));
      kept.set(this.key(id), { payload, until: Date.now() + (expiresIn || 3600) * 1000 });
      const [oldest] = kept.keys();
      if (kept.size > MOST_ENTRIES && oldest !== undefined) kept.delete(oldest);
    }

    async find(id: string): Promise<Stored | undefined> {
      const found = kept.get(this.key(id));
      return found && found.until > Date.now() ? found.payload : undefined;
    }

    async findByUid(uid: string): Promise<Stored | undefined> {
      return [...kept.values()].find(({ payload }) => payload.uid === uid)?.payload;
    }

    async findByUserCode(): Promise<undefined> {
      return undefined; // no devices without a browser here
    }

    async consume(id: string): Promise<void> {
      const found = kept.get(this.key(id));
      if (found) found.payload.consumed = Math.floor(Date.now() / 1000);
    }

    async destroy(id: string): Promise<void> {
      kept.delete(this.key(id));
    }

    async revokeByGrantId(grantId: string): Promise<void> {
      for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key);
    }

    private key(id: string): string {
      return `${this.kind}:${id}`;
    }
  };
}
