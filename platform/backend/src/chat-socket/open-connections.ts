import type { Frame } from '../contract/frame';
import type { RefusalCode } from '../errors';
import type { Person } from '../identity/person';
import type { Connection } from './connection';
import { TokenClock } from './token-clock';

/** Undoes an entry, once, and what was added to be undone with it; what is added later is undone at once. */
export interface Leave {
  (): void;
  also(undo: () => void): void;
}

interface Entry {
  readonly leave: Leave;
  readonly clock: TokenClock;
}

/** The connections of this instance that have a person: who must be closed, told or counted is found here. */
export class OpenConnections {
  private readonly entries = new Map<Connection, Entry>();

  constructor(private readonly leewaySeconds: number) {}

  /** The connection is closed when its person's token expires, if it is not refreshed before. */
  enter(connection: Connection, person: Person): Leave {
    const clock = new TokenClock(connection, this.leewaySeconds);
    const undo: (() => void)[] = [() => clock.stop()];
    let left = false;
    const leave = Object.assign(
      () => {
        left = true;
        this.entries.delete(connection);
        undo.splice(0).forEach((step) => step());
      },
      { also: (step: () => void) => (left ? step() : void undo.push(step)) },
    );
    this.entries.set(connection, { leave, clock });
    connection.person = person;
    clock.set(person.expiresAt);
    return leave;
  }

  leave(connection: Connection): void {
    this.entries.get(connection)?.leave();
  }

  /** Takes over a newer token of the same person. */
  refresh(connection: Connection, person: Person): void {
    connection.person = person;
    this.entries.get(connection)?.clock.set(person.expiresAt);
  }

  sessions(): Person[] {
    return [...this.entries.keys()].map(({ person }) => person).filter((person) => person !== undefined);
  }

  /** Ends the connections of the chosen people or sessions: their tokens are good for nothing any more. */
  revoke(chosen: (person: Person) => boolean, why: RefusalCode): void {
    for (const connection of this.entries.keys()) {
      if (connection.person && chosen(connection.person)) connection.close('session_revoked', why);
    }
  }

  tellAll(event: (connection: Connection) => Frame): void {
    for (const connection of this.entries.keys()) connection.send(event(connection));
  }
}
