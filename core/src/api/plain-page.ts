import { createHash } from 'node:crypto';

const style = 'body{font:16px/1.5 system-ui,sans-serif;max-width:26rem;margin:4rem auto;padding:0 1rem}label{display:block;margin:1rem 0 .25rem}input{font:inherit;width:100%;padding:.4rem;box-sizing:border-box}button{font:inherit;margin-top:1.5rem;padding:.4rem 1rem}';

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** A page of one file, nothing from elsewhere, and what has to stand above it. */
export interface PlainPage {
  readonly html: string;
  /** Only its script and its style run, and it talks to this host alone. */
  readonly headers: { readonly 'content-security-policy': string };
}

export function plainPage(title: string, body: string, script: string): PlainPage {
  return {
    html: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${style}</style>
<h1>Jackfield</h1>
${body}
<script type="module">${script}</script>
`,
    headers: {
      'content-security-policy': `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    },
  };
}
