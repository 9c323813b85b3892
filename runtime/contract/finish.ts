/** What a local node asks of a process that it is about to replace by one with newer code. */

/**
 * The body of a request of `kernel:distro:sys` of the own node. The process answers once no handler runs any more, all
 * answers have left, and its state is stored. Hyperdrive's kernel never sends it.
 */
export const finishBody = '{"HprocFinish":null}';
