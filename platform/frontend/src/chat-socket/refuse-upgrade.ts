import { Problem, problemDocument } from '@reference/kit/problem';
import { currentTrace } from '@reference/kit/trace';
import { ServerResponse, type IncomingMessage } from 'node:http';
import { answerHeaders } from '../edge/headers';
import { problem } from '../errors';
import { UpgradeRefused } from './backend-socket';

/**
 * Answers an upgrade with a plain response, and ends the connection: the backend's own where it refused, a problem
 * document otherwise.
 * @returns the status
 */
export function refuseUpgrade(request: IncomingMessage, cause: unknown): number {
  const { socket } = request;
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.once('finish', () => socket.destroySoon());
  response.setHeader('trace-id', currentTrace()?.traceId ?? '');
  return cause instanceof UpgradeRefused ? passOn(response, cause) : tell(response, cause);
}

function passOn(response: ServerResponse, { response: refusal, body }: UpgradeRefused): number {
  for (const [name, value] of Object.entries(answerHeaders(refusal.headers))) response.setHeader(name, value);
  response.setHeader('content-length', body.length); // of what was read, if the refusal was very long
  response.writeHead(refusal.statusCode ?? 502).end(body);
  return response.statusCode;
}

function tell(response: ServerResponse, cause: unknown): number {
  const document = problemDocument(cause instanceof Problem ? cause : problem('internal_error'));
  const { status, retry_after } = document;
  response.setHeader('content-type', 'application/problem+json; charset=utf-8');
  if (retry_after !== undefined) response.setHeader('retry-after', Math.ceil(retry_after));
  response.writeHead(status).end(JSON.stringify(document));
  return status;
}
