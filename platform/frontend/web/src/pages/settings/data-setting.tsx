import { useCallback } from 'react';
import { after, session } from '../../browser';
import { useLoaded } from '../../calls/use-loaded';
import { useSubmission } from '../../calls/use-submission';
import { Button } from '../../design/button';
import { Alert } from '../../design/notices';
import { momentOf } from '../../layout/dates';
import { saveFile } from './save-file';
import { LoadedSetting, Setting } from './setting';

interface Export {
  id: string;
  format: 'json' | 'csv';
  status: 'making' | 'ready' | 'failed';
  messages: number;
  bytes: number;
  created_at: string;
  expires_at: string;
}

const FORMATS = ['json', 'csv'] as const;

const FIRST_LOOK_MS = 150;
const LONGEST_PAUSE_MS = 2_000;

async function loadExports(): Promise<readonly Export[]> {
  return (await session.call<{ exports: Export[] }>({ path: '/api/exports' })).exports;
}

/** Resolves when the file is made, or cannot be. */
async function make(format: Export['format']): Promise<void> {
  let view = await session.call<Export>({ method: 'POST', path: '/api/exports', body: { format } });
  for (let pause = FIRST_LOOK_MS; view.status === 'making'; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    await new Promise<void>((resolve) => void after(pause, resolve));
    view = await session.call<Export>({ path: `/api/exports/${view.id}` });
  }
}

export function DataSetting() {
  const { loaded, again } = useLoaded(useCallback(loadExports, []));
  const { busy, refusal, run } = useSubmission();
  const begin = async (format: Export['format']) => {
    await make(format);
    again();
  };
  const download = async ({ id, format, created_at }: Export) => {
    const name = `chats-${created_at.slice(0, 10)}.${format}`;
    saveFile(await session.file(`/api/exports/${id}/download`), name);
  };
  return (
    <Setting title="Your data">
      <p>Take along everything that was said, in all of your threads. A file is kept for a day.</p>
      {refusal && <Alert reference={refusal.reference}>{refusal.sentence}</Alert>}
      <div className="form__actions">
        {FORMATS.map((format) => (
          <Button key={format} look="quiet" disabled={busy} onClick={() => void run(() => begin(format))}>
            Export as {format.toUpperCase()}
          </Button>
        ))}
      </div>
      <p className="field__hint" role="status" aria-label="Export">
        {busy && 'One moment: your file is on its way.'}
      </p>
      <LoadedSetting loaded={loaded} of="your files" onAgain={again}>
        {(exports) => (
          <ul className="devices">
            {exports.map((view) => (
              <Row key={view.id} view={view} busy={busy} onDownload={() => void run(() => download(view))} />
            ))}
          </ul>
        )}
      </LoadedSetting>
    </Setting>
  );
}

function Row({ view, busy, onDownload }: { view: Export; busy: boolean; onDownload: () => void }) {
  const { status, messages, bytes, created_at } = view;
  const name = view.format.toUpperCase();
  return (
    <li className="device">
      <div className="device__words">
        <p className="device__name">
          {name}, {messages} messages
        </p>
        <p className="device__used">
          {status === 'ready' && `${sizeOf(bytes)}, made ${momentOf(created_at)}`}
          {status === 'making' && 'Being made'}
          {status === 'failed' && 'Could not be made: try again'}
        </p>
      </div>
      {status === 'ready' && (
        <Button look="quiet" small disabled={busy} onClick={onDownload}>
          Download {name}
        </Button>
      )}
    </li>
  );
}

function sizeOf(bytes: number): string {
  return bytes < 100_000 ? `${Math.ceil(bytes / 1_000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
