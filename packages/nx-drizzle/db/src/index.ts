export * from './schema/audit.js';
export * from './schema/billing.js';
export * from './schema/catalogue.js';
export * from './schema/customers.js';
export * from './schema/reports.js';
export * from './schema/sales.js';
export * from './schema/staff.js';
export * from './schema/stock.js';
