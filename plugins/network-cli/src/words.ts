/** Whether a name fits a regular expression of the settings; an empty one fits none. */
export function fits(expression: string, name: string): boolean {
  return expression !== '' && new RegExp(expression, 'u').test(name);
}
