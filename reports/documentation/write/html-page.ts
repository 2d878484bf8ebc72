import { createHash } from 'node:crypto';
import { forHtml } from './script-data';
import type { SiteBuild } from './site-build';

type Kind =
  { kind: 'folder'; title: string } | { kind: 'single'; title: string; build: SiteBuild; pieces: string };

/**
 * The page around everything. Its policy allows the site's own script and style and nothing that came with the data: no
 * other script, no request, no form, no frame.
 */
export function pageOf(page: Kind): string {
  const [head, body] = page.kind === 'folder' ? folderParts() : singleParts(page.build, page.pieces);
  const { title } = page;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policyOf(page)}">
<meta name="referrer" content="no-referrer">
<title>${forHtml(title)}</title>
<link rel="icon" href="data:,">
${head}
</head>
<body>
<div id="app"><main class="waiting"><h1>${forHtml(title)}</h1><p>The documentation is being opened. It takes a browser that runs scripts.</p></main></div>
${body}
</body>
</html>
`;
}

function folderParts(): [head: string, body: string] {
  return [
    '<link rel="stylesheet" href="site.css">',
    '<script src="site.js"></script>\n<script src="data/site.js"></script>',
  ];
}

function singleParts({ script, style }: SiteBuild, pieces: string): [head: string, body: string] {
  return [`<style>${inElement(style)}</style>`, `${pieces}\n<script>${inElement(script)}</script>`];
}

/** The policy names the script by its hash, so it must stand in the page exactly as it is hashed. */
function policyOf(page: Kind): string {
  const [script, style] =
    page.kind === 'folder'
      ? ["'self' file:", "'self' file:"]
      : [hashOf(inElement(page.build.script)), hashOf(inElement(page.build.style))];
  return [
    "default-src 'none'",
    `script-src ${script}`,
    `style-src ${style}`,
    "img-src 'self' file: data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** Ours, and built by us: but a string in it may well say how an element ends. */
function inElement(text: string): string {
  return text.replace(/<\/(script|style)/gi, String.raw`<\/$1`).replaceAll('<!--', String.raw`<\!--`);
}
