declare module 'virtual:signed-ahead' {
  const ahead: import('#simulator/demo/signed-ahead.ts').SignedAhead
  // oxlint-disable-next-line import/no-default-export -- the form of a JSON module
  export default ahead
}
