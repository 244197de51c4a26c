/**
 * The requests that are answered, parsed to frozen objects (protocol section 4, appendix C). Missing and null members get
 * their defaults. Wrong types throw BAD_REQUEST; filters, sorts and paging that are not valid VALIDATION_ERROR.
 */
export * from './collection-requests.js';
export * from './read-requests.js';
export * from './reference-requests.js';
