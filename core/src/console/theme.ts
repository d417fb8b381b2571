import { createTheme, type CSSVariablesResolver } from '@mantine/core';

export const theme = createTheme({
  primaryColor: 'cyan', primaryShade: 9, autoContrast: true, luminanceThreshold: 0.35, defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace',
  headings: { sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.15rem' }, h3: { fontSize: '1rem' } } },
});

/** Colours of states: each is read on the page's own background at 4.5:1 or better (WCAG 2.2, 1.4.3). */
export const colours: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#596169', '--mantine-color-cyan-light-color': '#084f5f', '--mantine-color-placeholder': '#596169', '--mantine-color-anchor': '#0b6478', '--state-ok': '#1f7a33', '--state-warning': '#8f5300', '--state-critical': '#c21f1f', '--mantine-color-error': '#c21f1f', '--mantine-color-cyan-filled-hover': '#0a5768', '--mantine-primary-color-filled-hover': '#0a5768', '--state-unknown': '#5c5f66',
    '--page': '#f6f7f9', '--panel': '#ffffff', '--line': '#dde1e6',
    '--line-1': '#0b6478', '--line-2': '#b3470b', '--line-3': '#5f3dc4', '--line-4': '#2b7a2f', '--line-5': '#a61e6b', '--line-6': '#495057',
  },
  dark: {
    '--mantine-color-dimmed': '#a3abb3', '--mantine-color-placeholder': '#a3abb3', '--mantine-color-anchor': '#66d9e8', '--state-ok': '#69db7c', '--state-warning': '#ffc94d', '--state-critical': '#ff8787', '--mantine-color-error': '#ff8787', '--mantine-color-cyan-filled-hover': '#0a5768', '--mantine-primary-color-filled-hover': '#0a5768', '--state-unknown': '#adb5bd',
    '--page': '#14171a', '--panel': '#1d2125', '--line': '#33383e',
    '--line-1': '#66d9e8', '--line-2': '#ffa94d', '--line-3': '#b197fc', '--line-4': '#8ce99a', '--line-5': '#f783ac', '--line-6': '#ced4da',
  },
});
