import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { rules, tiers, type Rule, type Tier } from '../../core/src/conformance/index.ts';

const folder = resolve(import.meta.dirname, '../../docs/integrators/rules');

const tierMeans: { readonly [Each in Tier]: string } = {
  bronze: 'harms nobody: it may run beside others',
  silver: 'does its work rightly, and a push of it can be undone whatever happens',
  gold: 'can be left alone for months, and explained to a manager',
  platinum: 'as good as we know how to ask for',
};

function index(): string {
  const parts = tiers.map((tier) => {
    const rows = rules.filter((rule) => rule.tier === tier).map((rule) => `| [${rule.id}](${rule.id}.md) | ${rule.title} | ${rule.page.exempt === null ? 'nobody' : 'with a reason'} |`);
    return `## ${tier}\n\nA plugin that ${tierMeans[tier]}.\n\n| Rule | What it asks | May be exempt |\n|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `# The quality scale\n\nA tier is reached when all its rules hold, and those of the tiers before it. It is computed by \`jackfield plugin check\` and\n\`describeConformance\` ([how to use them](../conformance.md)), never claimed.\n\n${parts.join('\n')}`;
}

function language([first = '']: readonly string[]): string {
  if (/^(pushes|devices):/.test(first)) return 'yaml';
  return first.startsWith('"') ? 'jsonc' : 'ts';
}

function page({ id, tier, title, about, page: { why, checked, example, listing, exempt } }: Rule): string {
  const from = about === 'device' ? 'On described devices, and on a real one with `--device`.' : 'On the package and its described devices only.';
  return [
    `# ${id}`, '', `**${title}** · [${tier}](README.md#${tier})`, '', '## Why', '', why, '', '## How it is checked', '', checked, '', from, '',
    '## A good plugin', '', example, '', `\`\`\`${language(listing)}`, ...listing, '```', '', '## Who may be exempt', '', exempt ?? 'Nobody.', '',
    '```sh', `jackfield plugin check . --rule ${id}`, '```', '',
  ].join('\n');
}

const pages = [{ name: 'README', text: index() }, ...rules.map((rule) => ({ name: rule.id, text: page(rule) }))];

test.each(pages)('the page of $name is what the rule says; update it with `npx vitest run test/docs -u`', async ({ name, text }) => {
  await expect(text).toMatchFileSnapshot(join(folder, `${name}.md`));
});

test('there is no page of a rule that is not there', () => {
  expect(readdirSync(folder).toSorted()).toEqual(['README.md', ...rules.map(({ id }) => `${id}.md`)].toSorted());
});
