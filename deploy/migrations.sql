CREATE TABLE IF NOT EXISTS "__EFMigrationsHistory" (
    "MigrationId" character varying(150) NOT NULL,
    "ProductVersion" character varying(32) NOT NULL,
    CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY ("MigrationId")
);

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE TABLE audit_entry (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        at timestamp with time zone NOT NULL,
        principal_id uuid,
        action character varying(64) NOT NULL,
        method character varying(16) NOT NULL,
        route character varying(200) NOT NULL,
        status integer NOT NULL,
        outcome character varying(32) NOT NULL,
        patient_ids uuid[] NOT NULL,
        request_id character varying(64) NOT NULL,
        CONSTRAINT pk_audit_entry PRIMARY KEY (organization_id, id)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE TABLE fact_history (
        organization_id uuid NOT NULL,
        table_name character varying(64) NOT NULL,
        id uuid NOT NULL,
        version integer NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        superseded_at timestamp with time zone NOT NULL,
        row jsonb NOT NULL,
        CONSTRAINT pk_fact_history PRIMARY KEY (organization_id, table_name, id, version)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE TABLE idempotency_key (
        organization_id uuid NOT NULL,
        principal_id uuid NOT NULL,
        key character varying(200) NOT NULL,
        request_hash bytea NOT NULL,
        created_id uuid NOT NULL,
        created_at timestamp with time zone NOT NULL,
        CONSTRAINT pk_idempotency_key PRIMARY KEY (organization_id, principal_id, key)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE TABLE organization (
        id uuid NOT NULL,
        name character varying(200) NOT NULL,
        CONSTRAINT pk_organization PRIMARY KEY (id)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE TABLE clinic (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        name character varying(200) NOT NULL,
        time_zone character varying(64) NOT NULL,
        CONSTRAINT pk_clinic PRIMARY KEY (organization_id, id),
        CONSTRAINT "FK_clinic_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE TABLE patient (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        clinic_id uuid NOT NULL,
        family_name character varying(200) NOT NULL,
        given_name character varying(200) NOT NULL,
        birth_date date,
        version integer NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        CONSTRAINT pk_patient PRIMARY KEY (organization_id, id),
        CONSTRAINT "FK_patient_clinic_organization_id_clinic_id" FOREIGN KEY (organization_id, clinic_id) REFERENCES clinic (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_patient_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE TABLE staff_member (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        clinic_id uuid NOT NULL,
        display_name character varying(200) NOT NULL,
        role character varying(32) NOT NULL,
        CONSTRAINT pk_staff_member PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_staff_member_role CHECK (role in ('care-manager', 'psychiatric-consultant', 'treating-provider', 'other')),
        CONSTRAINT "FK_staff_member_clinic_organization_id_clinic_id" FOREIGN KEY (organization_id, clinic_id) REFERENCES clinic (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE TABLE assessment (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        patient_id uuid NOT NULL,
        instrument character varying(16) NOT NULL,
        administered_on date NOT NULL,
        administered_at timestamp with time zone,
        total integer,
        items smallint[],
        self_harm_answer smallint,
        origin character varying(32) NOT NULL,
        status character varying(32) NOT NULL,
        source character varying(200) NOT NULL,
        source_version character varying(64),
        version integer NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        CONSTRAINT pk_assessment PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_assessment_instrument CHECK (instrument in ('phq-9', 'gad-7', 'pcl-5', 'phq-9m', 'phq-2', 'gad-2', 'epds', 'audit-c', 'c-ssrs')),
        CONSTRAINT ck_assessment_origin CHECK (origin in ('stated', 'summed', 'prorated')),
        CONSTRAINT ck_assessment_status CHECK (status in ('registered', 'preliminary', 'final', 'amended', 'corrected', 'cancelled', 'entered-in-error', 'unknown')),
        CONSTRAINT ck_assessment_total CHECK (total between 0 and case instrument when 'phq-9' then 27 when 'gad-7' then 21 when 'pcl-5' then 80 when 'phq-9m' then 27 when 'phq-2' then 6 when 'gad-2' then 6 when 'epds' then 30 when 'audit-c' then 12 when 'c-ssrs' then 6 end),
        CONSTRAINT "FK_assessment_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
        CONSTRAINT "FK_assessment_patient_organization_id_patient_id" FOREIGN KEY (organization_id, patient_id) REFERENCES patient (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE TABLE patient_identifier (
        organization_id uuid NOT NULL,
        system character varying(400) NOT NULL,
        value character varying(200) NOT NULL,
        patient_id uuid NOT NULL,
        CONSTRAINT pk_patient_identifier PRIMARY KEY (organization_id, system, value),
        CONSTRAINT "FK_patient_identifier_patient_organization_id_patient_id" FOREIGN KEY (organization_id, patient_id) REFERENCES patient (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE TABLE stored_resource (
        organization_id uuid NOT NULL,
        resource_type character varying(32) NOT NULL,
        id uuid NOT NULL,
        patient_id uuid NOT NULL,
        version integer NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        body text NOT NULL,
        CONSTRAINT pk_stored_resource PRIMARY KEY (organization_id, resource_type, id),
        CONSTRAINT "FK_stored_resource_patient_organization_id_patient_id" FOREIGN KEY (organization_id, patient_id) REFERENCES patient (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE TABLE episode (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        patient_id uuid NOT NULL,
        clinic_id uuid NOT NULL,
        enrolled_on date NOT NULL,
        primary_scale character varying(16) NOT NULL,
        status character varying(32) NOT NULL,
        care_manager_id uuid NOT NULL,
        treating_provider_id uuid,
        ended_on date,
        discharge_reason character varying(32),
        version integer NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        CONSTRAINT pk_episode PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_episode_discharge_reason CHECK (discharge_reason in ('graduated', 'lost-to-follow-up', 'administrative-inactivity', 'withdrew', 'transferred', 'died', 'ineligible', 'other')),
        CONSTRAINT ck_episode_ended_after_enrolled CHECK (ended_on >= enrolled_on),
        CONSTRAINT ck_episode_inactive_has_end_and_reason CHECK ((status = 'inactive') = (ended_on is not null) and (ended_on is null) = (discharge_reason is null)),
        CONSTRAINT ck_episode_status CHECK (status in ('referred', 'treatment', 'relapse-prevention', 'inactive')),
        CONSTRAINT "FK_episode_clinic_organization_id_clinic_id" FOREIGN KEY (organization_id, clinic_id) REFERENCES clinic (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_episode_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
        CONSTRAINT "FK_episode_patient_organization_id_patient_id" FOREIGN KEY (organization_id, patient_id) REFERENCES patient (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_episode_staff_member_organization_id_care_manager_id" FOREIGN KEY (organization_id, care_manager_id) REFERENCES staff_member (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_episode_staff_member_organization_id_treating_provider_id" FOREIGN KEY (organization_id, treating_provider_id) REFERENCES staff_member (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE TABLE principal (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        issuer character varying(400) NOT NULL,
        subject character varying(200) NOT NULL,
        staff_member_id uuid,
        may_create_patients boolean NOT NULL,
        default_clinic_id uuid,
        CONSTRAINT pk_principal PRIMARY KEY (organization_id, id),
        CONSTRAINT "FK_principal_clinic_organization_id_default_clinic_id" FOREIGN KEY (organization_id, default_clinic_id) REFERENCES clinic (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_principal_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
        CONSTRAINT "FK_principal_staff_member_organization_id_staff_member_id" FOREIGN KEY (organization_id, staff_member_id) REFERENCES staff_member (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE TABLE assessment_identifier (
        organization_id uuid NOT NULL,
        system character varying(400) NOT NULL,
        value character varying(200) NOT NULL,
        assessment_id uuid NOT NULL,
        CONSTRAINT pk_assessment_identifier PRIMARY KEY (organization_id, system, value),
        CONSTRAINT "FK_assessment_identifier_assessment_organization_id_assessment~" FOREIGN KEY (organization_id, assessment_id) REFERENCES assessment (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE TABLE care_manager_assignment (
        organization_id uuid NOT NULL,
        episode_id uuid NOT NULL,
        from_on date NOT NULL,
        care_manager_id uuid NOT NULL,
        until_on date,
        CONSTRAINT pk_care_manager_assignment PRIMARY KEY (organization_id, episode_id, from_on),
        CONSTRAINT ck_care_manager_assignment_period CHECK (until_on > from_on),
        CONSTRAINT "FK_care_manager_assignment_episode_organization_id_episode_id" FOREIGN KEY (organization_id, episode_id) REFERENCES episode (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_care_manager_assignment_staff_member_organization_id_care_m~" FOREIGN KEY (organization_id, care_manager_id) REFERENCES staff_member (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE TABLE consultation (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        patient_id uuid NOT NULL,
        episode_id uuid NOT NULL,
        consultant_id uuid NOT NULL,
        on_day date NOT NULL,
        minutes integer NOT NULL,
        recommendation character varying(32),
        note character varying(1000),
        entered_in_error boolean NOT NULL,
        version integer NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        CONSTRAINT pk_consultation PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_consultation_minutes CHECK (minutes between 0 and 480),
        CONSTRAINT ck_consultation_recommendation CHECK (recommendation in ('continue-treatment', 'change-medication', 'change-psychotherapy', 'further-assessment', 'refer-to-specialty-care', 'safety-plan', 'other')),
        CONSTRAINT "FK_consultation_episode_organization_id_episode_id" FOREIGN KEY (organization_id, episode_id) REFERENCES episode (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_consultation_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
        CONSTRAINT "FK_consultation_patient_organization_id_patient_id" FOREIGN KEY (organization_id, patient_id) REFERENCES patient (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_consultation_staff_member_organization_id_consultant_id" FOREIGN KEY (organization_id, consultant_id) REFERENCES staff_member (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE TABLE contact (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        patient_id uuid NOT NULL,
        episode_id uuid NOT NULL,
        staff_member_id uuid NOT NULL,
        purpose character varying(32) NOT NULL,
        mode character varying(32) NOT NULL,
        on_day date NOT NULL,
        started_at timestamp with time zone,
        minutes integer NOT NULL,
        kept boolean NOT NULL,
        entered_in_error boolean NOT NULL,
        version integer NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        CONSTRAINT pk_contact PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_contact_minutes CHECK (minutes between 0 and 480),
        CONSTRAINT ck_contact_mode CHECK (mode in ('in-person', 'video', 'phone', 'message')),
        CONSTRAINT ck_contact_purpose CHECK (purpose in ('initial-assessment', 'follow-up', 'relapse-prevention', 'outreach-attempt', 'no-show', 'scheduling', 'message', 'collateral', 'care-coordination')),
        CONSTRAINT "FK_contact_episode_organization_id_episode_id" FOREIGN KEY (organization_id, episode_id) REFERENCES episode (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_contact_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
        CONSTRAINT "FK_contact_patient_organization_id_patient_id" FOREIGN KEY (organization_id, patient_id) REFERENCES patient (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_contact_staff_member_organization_id_staff_member_id" FOREIGN KEY (organization_id, staff_member_id) REFERENCES staff_member (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE TABLE episode_status_change (
        organization_id uuid NOT NULL,
        episode_id uuid NOT NULL,
        sequence integer NOT NULL,
        status character varying(32) NOT NULL,
        on_day date NOT NULL,
        CONSTRAINT pk_episode_status_change PRIMARY KEY (organization_id, episode_id, sequence),
        CONSTRAINT ck_episode_status_change_status CHECK (status in ('referred', 'treatment', 'relapse-prevention', 'inactive')),
        CONSTRAINT "FK_episode_status_change_episode_organization_id_episode_id" FOREIGN KEY (organization_id, episode_id) REFERENCES episode (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE TABLE relapse_prevention_plan (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        patient_id uuid NOT NULL,
        episode_id uuid NOT NULL,
        staff_member_id uuid NOT NULL,
        on_day date NOT NULL,
        minutes integer NOT NULL,
        entered_in_error boolean NOT NULL,
        version integer NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        CONSTRAINT pk_relapse_prevention_plan PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_relapse_prevention_plan_minutes CHECK (minutes between 0 and 480),
        CONSTRAINT "FK_relapse_prevention_plan_episode_organization_id_episode_id" FOREIGN KEY (organization_id, episode_id) REFERENCES episode (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_relapse_prevention_plan_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
        CONSTRAINT "FK_relapse_prevention_plan_patient_organization_id_patient_id" FOREIGN KEY (organization_id, patient_id) REFERENCES patient (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_relapse_prevention_plan_staff_member_organization_id_staff_~" FOREIGN KEY (organization_id, staff_member_id) REFERENCES staff_member (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE TABLE role_grant (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        principal_id uuid NOT NULL,
        role character varying(32) NOT NULL,
        clinic_id uuid,
        valid_from timestamp with time zone NOT NULL,
        valid_to timestamp with time zone,
        CONSTRAINT pk_role_grant PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_role_grant_role CHECK (role in ('care-manager', 'psychiatric-consultant', 'ehr-integration', 'program-lead', 'auditor', 'administrator')),
        CONSTRAINT "FK_role_grant_clinic_organization_id_clinic_id" FOREIGN KEY (organization_id, clinic_id) REFERENCES clinic (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_role_grant_principal_organization_id_principal_id" FOREIGN KEY (organization_id, principal_id) REFERENCES principal (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE INDEX ix_assessment_counted ON assessment (organization_id, patient_id, administered_on) INCLUDE (instrument, total, self_harm_answer, administered_at, id) WHERE status in ('final', 'amended', 'corrected') and total is not null;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE INDEX ix_assessment_patient ON assessment (organization_id, patient_id, id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE INDEX "IX_assessment_identifier_organization_id_assessment_id" ON assessment_identifier (organization_id, assessment_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE INDEX "IX_care_manager_assignment_organization_id_care_manager_id_fro~" ON care_manager_assignment (organization_id, care_manager_id, from_on) INCLUDE (until_on, episode_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE INDEX "IX_consultation_organization_id_consultant_id" ON consultation (organization_id, consultant_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE INDEX "IX_consultation_organization_id_episode_id_on_day" ON consultation (organization_id, episode_id, on_day) INCLUDE (minutes, recommendation) WHERE not entered_in_error;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE INDEX "IX_consultation_organization_id_patient_id" ON consultation (organization_id, patient_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE INDEX "IX_contact_organization_id_episode_id_on_day" ON contact (organization_id, episode_id, on_day) INCLUDE (purpose, mode, minutes, kept) WHERE not entered_in_error;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE INDEX "IX_contact_organization_id_patient_id" ON contact (organization_id, patient_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE INDEX "IX_contact_organization_id_staff_member_id" ON contact (organization_id, staff_member_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE INDEX "IX_episode_organization_id_care_manager_id" ON episode (organization_id, care_manager_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE INDEX "IX_episode_organization_id_clinic_id" ON episode (organization_id, clinic_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE INDEX "IX_episode_organization_id_patient_id_enrolled_on" ON episode (organization_id, patient_id, enrolled_on);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE INDEX "IX_episode_organization_id_treating_provider_id" ON episode (organization_id, treating_provider_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE UNIQUE INDEX ux_episode_patient_open ON episode (organization_id, patient_id) WHERE status <> 'inactive';
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE INDEX "IX_patient_organization_id_clinic_id_id" ON patient (organization_id, clinic_id, id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE INDEX "IX_patient_identifier_organization_id_patient_id" ON patient_identifier (organization_id, patient_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE INDEX "IX_principal_organization_id_default_clinic_id" ON principal (organization_id, default_clinic_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE INDEX "IX_principal_organization_id_staff_member_id" ON principal (organization_id, staff_member_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE UNIQUE INDEX ux_principal_issuer_subject ON principal (issuer, subject);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE INDEX "IX_relapse_prevention_plan_organization_id_episode_id_on_day" ON relapse_prevention_plan (organization_id, episode_id, on_day) INCLUDE (minutes) WHERE not entered_in_error;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE INDEX "IX_relapse_prevention_plan_organization_id_patient_id" ON relapse_prevention_plan (organization_id, patient_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE INDEX "IX_relapse_prevention_plan_organization_id_staff_member_id" ON relapse_prevention_plan (organization_id, staff_member_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE INDEX "IX_role_grant_organization_id_clinic_id" ON role_grant (organization_id, clinic_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE INDEX "IX_role_grant_organization_id_principal_id" ON role_grant (organization_id, principal_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE INDEX "IX_staff_member_organization_id_clinic_id" ON staff_member (organization_id, clinic_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    CREATE INDEX "IX_stored_resource_organization_id_patient_id" ON stored_resource (organization_id, patient_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000556_Initial') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261122000556_Initial', '10.0.14');
    END IF;
END $EF$;
COMMIT;

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000605_Guards') THEN
    create function keep_history() returns trigger language plpgsql as $$
    begin
      insert into fact_history (organization_id, table_name, id, version, recorded_at, superseded_at, row)
      values (old.organization_id, tg_table_name, old.id, old.version, old.recorded_at, new.recorded_at, to_jsonb(old));
      return null;
    end
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000605_Guards') THEN
    create function correct_assessment(organization uuid, assessment_id uuid, known_version int, day date, moment timestamptz, points int, answers smallint[],
      self_harm smallint, score_origin text, new_status text, sent_version text, at timestamptz, by_principal uuid) returns void language plpgsql as $$
    begin
      update assessment set administered_on = day, administered_at = moment, total = points, items = answers, self_harm_answer = self_harm,
        origin = score_origin, status = new_status, source_version = sent_version, version = known_version + 1, recorded_at = at, recorded_by = by_principal
      where organization_id = organization and id = assessment_id and version = known_version;
      if not found then raise serialization_failure using message = 'changed meanwhile'; end if;
    end
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000605_Guards') THEN
    create trigger keep_history after update on patient for each row execute function keep_history()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000605_Guards') THEN
    alter table patient set (autovacuum_vacuum_insert_scale_factor = 0.02)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000605_Guards') THEN
    create trigger keep_history after update on episode for each row execute function keep_history()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000605_Guards') THEN
    alter table episode set (autovacuum_vacuum_insert_scale_factor = 0.02)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000605_Guards') THEN
    create trigger keep_history after update on assessment for each row execute function keep_history()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000605_Guards') THEN
    alter table assessment set (autovacuum_vacuum_insert_scale_factor = 0.02)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000605_Guards') THEN
    create trigger keep_history after update on contact for each row execute function keep_history()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000605_Guards') THEN
    alter table contact set (autovacuum_vacuum_insert_scale_factor = 0.02)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000605_Guards') THEN
    create trigger keep_history after update on consultation for each row execute function keep_history()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000605_Guards') THEN
    alter table consultation set (autovacuum_vacuum_insert_scale_factor = 0.02)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000605_Guards') THEN
    create trigger keep_history after update on relapse_prevention_plan for each row execute function keep_history()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000605_Guards') THEN
    alter table relapse_prevention_plan set (autovacuum_vacuum_insert_scale_factor = 0.02)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000605_Guards') THEN
    create trigger keep_history after update on stored_resource for each row execute function keep_history()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000605_Guards') THEN
    alter table stored_resource set (autovacuum_vacuum_insert_scale_factor = 0.02)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000605_Guards') THEN
    grant usage on schema public to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000605_Guards') THEN
    grant select, insert, update on patient, episode, assessment, contact, consultation, relapse_prevention_plan, stored_resource, care_manager_assignment to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000605_Guards') THEN
    grant select, insert on audit_entry, fact_history, episode_status_change, patient_identifier, assessment_identifier, idempotency_key to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000605_Guards') THEN
    grant select on organization, clinic, staff_member, principal, role_grant to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000605_Guards') THEN
    grant select on "__EFMigrationsHistory" to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122000605_Guards') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261122000605_Guards', '10.0.14');
    END IF;
END $EF$;
COMMIT;

