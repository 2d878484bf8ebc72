import { BrowserHost } from '../browser-host';

/** A process that owns a browser and is there to be killed; its argument is the browser's folder. */
const host = new BrowserHost(process.argv[2] ?? '');
void host.ready().then((endpoint) => process.stdout.write(`${endpoint}\n`));
