const line = { height: 19, width: 7.83, top: 50, left: 18 } as const;

/** GitHub's colours of a dark terminal. */
const colours = { paper: '#0d1117', dots: '#30363d', plain: '#d0d7de', typed: '#ffffff', good: '#7ee787', bad: '#ff7b72', head: '#79c0ff' } as const;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function colourOf(text: string): string {
  if (/^ {2}\+ |verified|: kept/.test(text)) return colours.good;
  if (/^ {2}- |critical|^ +incident/.test(text)) return colours.bad;
  return /^[A-Z]{3,}( +[A-Z]+)+ *$/.test(text) ? colours.head : colours.plain;
}

/** Draws what stood on a terminal; a line that begins with `$ ` was typed. */
export function terminalPicture(title: string, lines: readonly string[]): string {
  const width = Math.ceil(Math.max(...lines.map((text) => text.length)) * line.width) + 2 * line.left;
  const height = lines.length * line.height + line.top;
  const texts = lines.flatMap((text, row) => {
    if (text === '') return [];
    const place = `x="${line.left}" y="${line.top + row * line.height}"`;
    if (!text.startsWith('$ ')) return [`<text ${place} fill="${colourOf(text)}">${escaped(text)}</text>`];
    return [`<text ${place} fill="${colours.good}">$ <tspan fill="${colours.typed}">${escaped(text.slice(2))}</tspan></text>`];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}">
<rect width="${width}" height="${height}" rx="10" fill="${colours.paper}"/>
<g fill="${colours.dots}"><circle cx="20" cy="18" r="6"/><circle cx="40" cy="18" r="6"/><circle cx="60" cy="18" r="6"/></g>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace" font-size="13" xml:space="preserve">
${texts.join('\n')}
</g></svg>
`;
}
