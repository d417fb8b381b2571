/** Lines differ by colour and by dashes: nobody has to tell colours apart. */
export const lineColours = ['--line-1', '--line-2', '--line-3', '--line-4', '--line-5', '--line-6'] as const;
export const lineDashes: readonly (readonly number[])[] = [[], [8, 4], [2, 3], [10, 3, 2, 3], [5, 2], [1, 2]];
