export * from './schema/catalogue.js';
export * from './schema/customers.js';
