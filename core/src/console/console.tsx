import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { createQueries } from './api/index.ts';
import { styleNonce } from './parts/index.ts';
import { SessionGate } from './session/index.ts';
import { Shell } from './shell/index.ts';
import { colours, theme } from './theme.ts';

// Dialogs keep the page behind them from scrolling by a style of their own; the library that makes it looks for the nonce here.
Reflect.set(globalThis, '__webpack_nonce__', styleNonce());

/** The web page of the host. */
export function Console() {
  const [queries] = useState(createQueries);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={colours} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <QueryClientProvider client={queries}>
        <SessionGate><Shell /></SessionGate>
      </QueryClientProvider>
    </MantineProvider>
  );
}
