"""Forests and linear regressions of scikit-learn as PMML, with every number as it is."""

HEAD = '<PMML version="4.4" xmlns="http://www.dmg.org/PMML-4_4"><Header/>'


def document(model):
    """The one output is named as the method of the model whose column it is: a value, or the second class's share."""
    columns = [f"x{i}" for i in range(model.n_features_in_)]
    classes = [str(one) for one in getattr(model, "classes_", [])]
    numbers = "".join(f'<DataField name="{name}" optype="continuous" dataType="double"/>' for name in columns)
    values = "".join(f'<Value value="{one}"/>' for one in classes)
    kind = 'optype="categorical" dataType="string"' if classes else 'optype="continuous" dataType="double"'
    schema = "".join(f'<MiningField name="{name}"/>' for name in columns)
    target = '<MiningField name="y" usageType="target"/>'
    feature = f'feature="probability" value="{classes[1]}"' if classes else 'feature="predictedValue"'
    output = f'name="{"predict_proba" if classes else "predict"}" optype="continuous" dataType="double" {feature}'
    parts = f"<MiningSchema>{schema}{target}</MiningSchema><Output><OutputField {output}/></Output>"
    body = linear(model, parts) if hasattr(model, "coef_") else forest(model, classes, parts, schema)
    return (
        f'{HEAD}<DataDictionary>{numbers}<DataField name="y" {kind}>{values}</DataField></DataDictionary>{body}</PMML>\n'
    )


def linear(model, parts):
    factors = zip(model.coef_.tolist(), range(model.n_features_in_))
    predictors = "".join(f'<NumericPredictor name="x{i}" coefficient="{factor!r}"/>' for factor, i in factors)
    table = f'<RegressionTable intercept="{float(model.intercept_)!r}">{predictors}</RegressionTable>'
    return f'<RegressionModel functionName="regression">{parts}{table}</RegressionModel>'


def forest(model, classes, parts, schema):
    function = f'functionName="{"classification" if classes else "regression"}"'
    trees = "".join(
        f'<Segment><True/><TreeModel {function} splitCharacteristic="binarySplit"><MiningSchema>{schema}</MiningSchema>'
        f'{node(one.tree_, classes, 0, "<True/>")}</TreeModel></Segment>'
        for one in model.estimators_
    )
    segments = f'<Segmentation multipleModelMethod="average">{trees}</Segmentation>'
    return f"<MiningModel {function}>{parts}{segments}</MiningModel>"


def node(tree, classes, index, predicate):
    left, right = int(tree.children_left[index]), int(tree.children_right[index])
    values = tree.value[index][0].tolist()
    score = classes[values.index(max(values))] if classes else repr(values[0])
    counts = "".join(f'<ScoreDistribution value="{one}" recordCount="{n!r}"/>' for one, n in zip(classes, values))
    if left < 0:
        return f'<Node score="{score}">{predicate}{counts}</Node>'
    split = f'field="x{tree.feature[index]}" operator="%s" value="{float(tree.threshold[index])!r}"'
    children = "".join(
        node(tree, classes, child, f"<SimplePredicate {split % operator}/>")
        for child, operator in [(left, "lessOrEqual"), (right, "greaterThan")]
    )
    return f'<Node score="{score}">{predicate}{counts}{children}</Node>'
