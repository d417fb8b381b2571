import { useMediaQuery } from '@mantine/hooks';
import { Fragment, useMemo, useState } from 'react';
import { diffRows, type DiffRow, type Line } from './diff-rows.ts';
import classes from './diff.module.css';

interface DiffProps {
  readonly before: string;
  readonly after: string;
  /** What is compared, for people who do not see the page. */
  readonly label: string;
}

/** Two texts, line by line: side by side where there is room, one below the other on a phone. */
export function Diff({ before, after, label }: DiffProps) {
  const rows = useMemo(() => diffRows(before, after), [before, after]);
  const wide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false });
  return (
    <div className={classes.diff ?? ''}>
      <table className={`${classes.table ?? ''} ${wide ? (classes.split ?? '') : ''}`} aria-label={label}>
        {wide ? <colgroup><col className={classes.number ?? ''} /><col /><col className={classes.number ?? ''} /><col /></colgroup> : null}
        <tbody>{rows.map((row, at) => <Row key={at} row={row} wide={wide} />)}</tbody>
      </table>
    </div>
  );
}

function Row({ row, wide }: { readonly row: DiffRow; readonly wide: boolean }) {
  const [opened, setOpened] = useState(false);
  if (row.kind === 'folded') {
    if (opened) return row.rows.map((one, at) => <Row key={at} row={one} wide={wide} />);
    return <tr><td colSpan={wide ? 4 : 3}><button type="button" className={classes.fold ?? ''} onClick={() => setOpened(true)}>… {row.rows.length} equal lines: show them</button></td></tr>;
  }
  const { before, after, kind } = row;
  if (wide) return <tr><Side line={before} sign={kind === 'equal' ? 'equal' : 'removed'} /><Side line={after} sign={kind === 'equal' ? 'equal' : 'added'} /></tr>;
  if (kind === 'equal') return <tr><NumberCell line={before} /><NumberCell line={after} /><TextCell line={after} sign="equal" /></tr>;
  return (
    <>
      {before === null ? null : <tr><NumberCell line={before} /><NumberCell line={null} /><TextCell line={before} sign="removed" /></tr>}
      {after === null ? null : <tr><NumberCell line={null} /><NumberCell line={after} /><TextCell line={after} sign="added" /></tr>}
    </>
  );
}

type Sign = 'equal' | 'removed' | 'added';
const signs = { equal: '', removed: '−', added: '+' };

function Side({ line, sign }: { readonly line: Line | null; readonly sign: Sign }) {
  return <><NumberCell line={line} /><TextCell line={line} sign={sign} /></>;
}

function NumberCell({ line }: { readonly line: Line | null }) {
  return <td className={`${classes.number ?? ''} ${line === null ? (classes.absent ?? '') : ''}`}>{line?.number}</td>;
}

function TextCell({ line, sign }: { readonly line: Line | null; readonly sign: Sign }) {
  if (line === null) return <td className={classes.absent ?? ''}>{'\u00a0'}</td>;
  return (
    <td className={`${classes.text ?? ''} ${sign === 'equal' ? '' : (classes[sign] ?? '')}`}>
      {sign === 'equal' ? null : <span className={classes.sign ?? ''}>{signs[sign]}</span>}
      {line.pieces.map(({ text, changed }, at) => <Fragment key={at}>{changed ? <mark>{text}</mark> : text}</Fragment>)}
    </td>
  );
}
