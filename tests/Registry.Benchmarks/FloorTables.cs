namespace Registry.Benchmarks;

/// <summary>The floor's own narrow tables, filled with the very facts the registry holds.</summary>
internal static class FloorTables
{
    public const string Create = """
        create schema floor;
        create table floor.episode as
          select row_number() over (order by e.enrolled_on, e.id) as id, dense_rank() over (order by m.staff_member_id) as caseload,
                 e.patient_id, dense_rank() over (order by e.patient_id) as patient, e.id as episode_id, e.enrolled_on,
                 (m.until_on is null and e.ended_on is null and e.enrolled_on <= current_date) as active, m.staff_member_id as care_manager_id
          from episode e join lateral (
            select staff_member_id, until_on from care_team_assignment m
            where m.organization_id = e.organization_id and m.episode_id = e.id and m.role = 'care-manager' order by from_on desc limit 1) m on true;
        alter table floor.episode add primary key (id);
        create index on floor.episode (caseload) where active;
        create table floor.score (
          id bigint generated always as identity primary key, episode bigint not null, patient bigint not null, instrument smallint not null,
          value smallint not null, taken_at timestamptz not null, taken_by bigint not null, created_at timestamptz not null);
        insert into floor.score (episode, patient, instrument, value, taken_at, taken_by, created_at)
          select e.id, e.patient, case a.instrument when 'phq-9' then 1 when 'gad-7' then 2 else 3 end, a.total,
                 coalesce(a.administered_at, a.administered_on), 1, a.recorded_at
          from floor.episode e join assessment a on a.patient_id = e.patient_id and a.administered_on >= e.enrolled_on - 14
          where a.status in ('final', 'amended', 'corrected') and a.total is not null
          order by a.recorded_at;
        create index on floor.score (episode, instrument, taken_at) include (value);
        create table floor.contact (
          id bigint generated always as identity primary key, episode bigint not null, kind smallint not null, on_day date not null, minutes smallint not null);
        insert into floor.contact (episode, kind, on_day, minutes)
          select e.id, c.kind, c.on_day, c.minutes from floor.episode e join (
            select episode_id, case purpose when 'initial-assessment' then 1 when 'follow-up' then 2 else 5 end as kind, on_day, minutes, recorded_at from contact
            union all select episode_id, 3, on_day, minutes, recorded_at from consultation
            union all select episode_id, 4, on_day, minutes, recorded_at from relapse_prevention_plan) c on c.episode_id = e.episode_id
          order by c.recorded_at;
        create index on floor.contact (episode, on_day) include (kind, minutes);
        grant usage on schema floor to registry_service;
        grant select, insert on all tables in schema floor to registry_service;
        """;

    /// <summary>Gives one care manager a caseload of so many, out of the active episodes of the home clinic; a colleague takes what is over.</summary>
    public const string SizeCaseload = """
        with active as (
          select m.id, m.staff_member_id, row_number() over (order by m.staff_member_id <> $1, m.id) as place
          from care_team_assignment m
          join episode e on e.organization_id = m.organization_id and e.id = m.episode_id
          join staff_member s on s.organization_id = m.organization_id and s.id = $1 and s.clinic_id = e.clinic_id
          where m.role = 'care-manager' and m.until_on is null and e.ended_on is null and e.enrolled_on <= current_date and e.status <> 'referred')
        update care_team_assignment m set staff_member_id = case when active.place <= $2 then $1 else
          (select id from staff_member where role = 'care-manager' and id <> $1 order by id limit 1) end
        from active where active.id = m.id and (active.staff_member_id = $1) <> (active.place <= $2)
        """;

    public const string CaseloadSize = """
        select count(*) from care_team_assignment m join episode e on e.organization_id = m.organization_id and e.id = m.episode_id
        where m.staff_member_id = $1 and m.role = 'care-manager' and m.until_on is null and e.ended_on is null and e.enrolled_on <= current_date and e.status <> 'referred'
        """;
}
