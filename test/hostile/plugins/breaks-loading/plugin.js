// Does not load.
export default (() => {
  throw new Error('no luck today');
})();
