import { eventually, Hopeless, NotYet } from '../../../support/eventually';
import { PATIENCE } from '../../service-levels';
import type { Session } from '../auth';
import type { ExportedFile, ExportFormat, ExportsDriver } from '../exports';
import type { AddressBook } from './addresses';
import type { Call, HttpClient } from './http-client';

interface WireExport {
  readonly id: string;
  readonly status: string;
}

/** Exports as an app has them: asked for, looked after, downloaded. */
export class ExportsOverHttp implements ExportsDriver {
  constructor(
    private readonly who: string,
    private readonly http: HttpClient,
    private readonly addresses: AddressBook,
  ) {}

  async take(session: Session, format: ExportFormat): Promise<ExportedFile> {
    const asked = await this.http.call<WireExport>({
      ...(await this.callTo('', session, 'asks for an export')),
      ...{ method: 'POST', body: { format } },
    });
    const look = async () => {
      const call = await this.callTo(`/${asked.id}`, session, 'looks after an export');
      const { status } = await this.http.call<WireExport>(call);
      if (status === 'failed') throw new Hopeless('the export could not be made');
      if (status !== 'ready') throw new NotYet(`the export is ${status}`);
    };
    await eventually(`${this.who}'s export was never ready`, look, { within: PATIENCE.file });
    return this.takeAgain(session, asked.id);
  }

  async takeAgain(session: Session, exportId: string): Promise<ExportedFile> {
    const call = await this.callTo(`/${exportId}/download`, session, 'downloads an export');
    const { body, fileName } = await this.http.exchange({ ...call, isFile: true });
    if (fileName === undefined) throw new Error('What was downloaded is no file: it has no name.');
    return { exportId, name: fileName, text: body as string };
  }

  private async callTo(path: string, session: Session, doing: string): Promise<Call> {
    const url = `${await this.addresses.backend()}/api/exports${path}`;
    return { method: 'GET', url, during: `${this.who} ${doing}`, bearer: session.accessToken };
  }
}
