const FIELD = (path: string) => `(JSON_VALUE(CONVERT(payload USING utf8mb4), '$.${path}')) STORED`;
const ASCII = (length: number) => `VARCHAR(${length}) CHARACTER SET ascii COLLATE ascii_bin GENERATED ALWAYS AS`;

/** The log. `payload` holds the exact bytes that are hashed; the columns to filter by are generated from it, so they cannot drift. */
export const auditTables = [
  `CREATE TABLE audit_events (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    event_id BINARY(16) NOT NULL,
    payload BLOB NOT NULL,
    recorded_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    type ${ASCII(80)} ${FIELD('type')},
    subject ${ASCII(80)} ${FIELD('subject')},
    occurred_at ${ASCII(30)} ${FIELD('time')},
    business_seq BIGINT UNSIGNED GENERATED ALWAYS AS ${FIELD('data.business_seq')},
    operation_id ${ASCII(40)} ${FIELD('data.operation_id')},
    outcome ${ASCII(20)} ${FIELD('data.outcome')},
    actor_id ${ASCII(64)} ${FIELD('data.actor.id')},
    PRIMARY KEY (id),
    UNIQUE KEY audit_events_event_id (event_id),
    UNIQUE KEY audit_events_business_seq (subject, business_seq),
    KEY audit_events_subject (subject, id),
    KEY audit_events_type (type, id),
    KEY audit_events_actor (actor_id, id),
    KEY audit_events_operation (operation_id)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,

  // The foreign key makes TRUNCATE and DROP of the events fail, which no trigger sees.
  `CREATE TABLE audit_pending (
    id BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT audit_pending_event FOREIGN KEY (id) REFERENCES audit_events (id)
  ) ENGINE=InnoDB`,

  // Not the business's own row: reading about a business must not wait for an import that holds its fence.
  `CREATE TABLE audit_business_seqs (
    business_id BINARY(16) NOT NULL,
    last_seq BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (business_id)
  ) ENGINE=InnoDB`,

  `CREATE TABLE audit_personal_details (
    event_id BINARY(16) NOT NULL,
    salt BINARY(16) NOT NULL,
    details TEXT NOT NULL,
    PRIMARY KEY (event_id),
    CONSTRAINT audit_personal_details_event FOREIGN KEY (event_id) REFERENCES audit_events (event_id)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,
];
