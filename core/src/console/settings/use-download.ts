import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem, type Schemas } from '../api/index.ts';

interface Got {
  readonly done: number;
  readonly total: number;
}

const isProblem = (answer: unknown): answer is Schemas['Problem'] => typeof answer === 'object' && answer !== null && 'code' in answer && 'detail' in answer;

/** Takes the file of a backup: by the page and not by a link, so that what is refused is told, and how far it is. */
export function useDownload(): { readonly act: UseMutationResult<void, Error, string>; readonly got: Got | null } {
  const [got, setGot] = useState<Got | null>(null);
  const act = useMutation({
    retry: false,
    mutationFn: async (backup: string) => {
      const response = await fetch(`/api/backups/${encodeURIComponent(backup)}`);
      if (!response.ok) {
        const answer: unknown = await response.json().catch(() => null);
        throw isProblem(answer) ? new ApiProblem(answer) : new Error(`the host answers with ${response.status}`);
      }
      save(await counted(response, setGot), backup);
    },
    onSettled: () => setGot(null),
  });
  return { act, got };
}

/** The body, with each piece counted as it comes. */
async function counted(response: Response, tell: (got: Got) => void): Promise<Blob> {
  const total = Number(response.headers.get('content-length') ?? 0);
  let done = 0;
  const pieces = response.body?.pipeThrough(new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, to) {
      done += piece.length;
      tell({ done, total });
      to.enqueue(piece);
    },
  }));
  return new Response(pieces ?? null).blob();
}

function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
