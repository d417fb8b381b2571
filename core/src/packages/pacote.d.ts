/** As far as packages are fetched: the package has no types of its own. */
declare module 'pacote' {
  type Options = { readonly [option: string]: unknown };

  const pacote: {
    packument(spec: string, options: Options): Promise<unknown>;
    tarball(spec: string, options: Options): Promise<Buffer>;
  };
  export default pacote;
}
