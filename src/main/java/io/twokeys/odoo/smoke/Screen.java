package io.twokeys.odoo.smoke;

import static io.twokeys.odoo.host.Postgres.literal;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.odoo.host.Postgres;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A model that people see through a module: its menus and window actions open it, or its views alter how it is shown.
 *
 * @param views pairs of a view's id, or {@code false} for the usual one, and its type
 */
record Screen(String module, String model, JsonNode views) {
    /**
     * Which views an action opens is said by {@code ir.actions.act_window} itself ({@code _compute_views}, the same in 14 to 19):
     * its own list, then the types of its mode that are not in it. A view that extends another is shown by that one.
     */
    private static final String READ = """
            with recursive named as (
                select module, model, res_id from ir_model_data
                where module in (%s) and model in ('ir.ui.menu', 'ir.actions.act_window', 'ir.ui.view')),
            action as (
                select n.module, 1 as place, split_part(m.action, ',', 2)::integer as id
                from named n join ir_ui_menu m on m.id = n.res_id
                where n.model = 'ir.ui.menu' and m.active and split_part(m.action, ',', 1) = 'ir.actions.act_window'
                union
                select module, 2, res_id from named where model = 'ir.actions.act_window'),
            altered as (
                select n.module, v.id, v.inherit_id, v.mode
                from named n join ir_ui_view v on v.id = n.res_id
                where n.model = 'ir.ui.view' and v.active and v.model is not null and v.type <> 'qweb'
                union
                select a.module, v.id, v.inherit_id, v.mode
                from altered a join ir_ui_view v on v.id = a.inherit_id where a.mode = 'extension'),
            shown as (
                select a.module, a.place, w.res_model as model, s.view_mode as type, s.view_id as view
                from action a join ir_act_window w on w.id = a.id join ir_act_window_view s on s.act_window_id = w.id
                union all
                select a.module, a.place, w.res_model, usual, case when u.type = usual then w.view_id end
                from action a join ir_act_window w on w.id = a.id left join ir_ui_view u on u.id = w.view_id
                    cross join unnest(string_to_array(w.view_mode, ',')) usual
                where not exists (
                    select from ir_act_window_view s where s.act_window_id = w.id and s.view_mode = usual)
                union all
                select a.module, a.place, w.res_model, 'search', w.search_view_id
                from action a join ir_act_window w on w.id = a.id
                union all
                select a.module, 3, v.model, v.type, v.id
                from altered a join ir_ui_view v on v.id = a.id where a.mode = 'primary')
            select coalesce(json_agg(json_build_object('module', module, 'model', model, 'views', views)
                order by place, often desc, model), '[]'::json)
            from (select module, model, min(place) as place, count(*) as often,
                    json_agg(distinct jsonb_build_array(coalesce(to_jsonb(view), 'false'::jsonb), type)) as views
                  from shown group by module, model) screen""";

    /** Those of the modules: what menus open first, then the other actions, then what is only altered; what is shown often first. */
    static List<Screen> read(Postgres postgres, String database, List<String> modules) {
        if (modules.isEmpty()) return List.of();
        String names = modules.stream().map(name -> literal(name)).collect(Collectors.joining(", "));
        JsonNode rows = postgres.query(database, READ.formatted(names));
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new Screen(
                        row.path("module").asText(), row.path("model").asText(), row.path("views")))
                .toList();
    }
}
