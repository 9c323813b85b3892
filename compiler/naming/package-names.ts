/** The names of packages and of those who publish them. */

/** `-` between words of small letters and digits: it becomes a part of process ids, file names and WIT names. */
export const packageName = /^(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*$/;

/** A node's name. */
export const publisherName = /^(?=.{1,100}$)[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
