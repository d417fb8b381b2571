import { autocompletion, closeBrackets, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import { completionsAt, type Known } from '../schema/index.ts';
import { styleNonce } from '../style-nonce.ts';

/** Something that is wrong with a text, and where. */
export interface WrongText {
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
  readonly hint: string;
  readonly code: string;
}

interface YamlEditorProps {
  /** What the text is, for people who do not see the page. */
  readonly label: string;
  readonly text: string;
  readonly change: (text: string) => void;
  readonly known: Known;
  readonly mistakes: readonly WrongText[];
  readonly readOnly?: boolean;
}

const look = EditorView.theme({
  '&': { backgroundColor: 'var(--panel)', color: 'var(--mantine-color-text)', border: '1px solid var(--line)', borderRadius: 'var(--mantine-radius-md)', fontSize: '13px' },
  '.cm-content': { fontFamily: 'var(--mantine-font-family-monospace)', minHeight: '20rem', caretColor: 'var(--mantine-color-text)' },
  '.cm-gutters': { backgroundColor: 'var(--panel)', color: 'var(--mantine-color-dimmed)', border: 'none', fontFamily: 'var(--mantine-font-family-monospace)' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '.cm-cursor': { borderLeftColor: 'var(--mantine-color-text)' },
  '&.cm-focused': { outline: '2px solid var(--mantine-color-anchor)', outlineOffset: '1px' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': { backgroundColor: 'var(--mantine-primary-color-light)' },
  '.cm-tooltip': { backgroundColor: 'var(--panel)', color: 'var(--mantine-color-text)', border: '1px solid var(--line)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--mantine-primary-color-filled)', color: 'var(--mantine-primary-color-contrast)' },
});

const colours = syntaxHighlighting(HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--mantine-color-anchor)' },
  { tag: [tags.string, tags.content], color: 'var(--mantine-color-text)' },
  { tag: tags.comment, color: 'var(--mantine-color-dimmed)', fontStyle: 'italic' },
]));

/** A text as YAML, with what could stand where one types, and what is wrong marked where it stands. Escape, then Tab, leaves it. */
export function YamlEditor({ label, text, change, known, mistakes, readOnly = false }: YamlEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef({ change, known, text });
  useEffect(() => {
    latest.current = { change, known, text };
  }, [change, known, text]);
  useEffect(() => {
    if (place.current === null) return;
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: latest.current.text,
        extensions: [
          EditorView.cspNonce.of(styleNonce()), lineNumbers(), history(), yaml(), look, colours, bracketMatching(), closeBrackets(), highlightActiveLine(), lintGutter(), indentUnit.of('  '), EditorState.tabSize.of(2), EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label }), EditorState.readOnly.of(readOnly),
          keymap.of([...completionKeymap, ...lintKeymap, ...historyKeymap, indentWithTab, ...defaultKeymap]),
          autocompletion({ override: [({ state, pos, explicit }) => {
            const { from, offered } = completionsAt(state.doc.toString(), pos, latest.current.known);
            if (offered.length === 0 || (!explicit && from === pos && state.doc.lineAt(pos).text.trim() === '')) return null;
            return { from, options: offered.map((one) => ({ label: one.label, detail: one.detail, apply: one.insert ?? one.label })), validFor: /^[\w./-]*$/ };
          }] }),
          EditorView.updateListener.of(({ docChanged, state }) => {
            if (docChanged) latest.current.change(state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, [label, readOnly]);
  useEffect(() => {
    const { current } = view;
    if (current !== null && current.state.doc.toString() !== text) current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: text } });
  }, [text]);
  useEffect(() => {
    const { current } = view;
    if (current !== null) current.dispatch(setDiagnostics(current.state, mistakes.flatMap((one) => diagnosticOf(one, current.state))));
  }, [mistakes]);
  return <div ref={place} />;
}

function diagnosticOf({ line, column, message, hint, code }: WrongText, { doc }: EditorState): readonly Diagnostic[] {
  const at = doc.line(Math.min(doc.lines, Math.max(1, line ?? 1)));
  const from = Math.min(at.to, at.from + Math.max(0, (column ?? 1) - 1));
  return [{ from, to: Math.max(from, at.to), severity: 'error', message: `${message}. ${hint}`, source: code }];
}
