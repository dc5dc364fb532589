import { sql } from 'drizzle-orm';
import { check, index, jsonb, pgEnum, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { identity, reference } from '../columns.js';
import { employees } from './staff.js';

export const auditAction = pgEnum('audit_action', ['insert', 'update', 'delete']);

/** A row as it was, by column name. */
export type AuditedRow = Record<string, unknown>;

export const auditLog = pgTable(
  'audit_log',
  {
    id: identity(),
    employeeId: reference('employee_id').references(() => employees.id, { onDelete: 'set null' }),
    action: auditAction('action').notNull(),
    tableName: text('table_name').notNull(),
    rowKey: text('row_key').notNull(),
    before: jsonb('before').$type<AuditedRow>(),
    after: jsonb('after').$type<AuditedRow>(),
    happenedAt: timestamp('happened_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index('audit_log_row_index').on(table.tableName, table.rowKey, table.happenedAt.desc()),
    index('audit_log_employee_id_index').on(table.employeeId),
    check(
      'audit_log_rows_check',
      sql`(${table.action} = 'insert') = (${table.before} is null) and (${table.action} = 'delete') = (${table.after} is null)`,
    ),
  ],
);
