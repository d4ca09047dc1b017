// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IEnforcement} from "../interfaces/IEnforcement.sol";
import {IBatches} from "../interfaces/IBatches.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {IRights} from "../interfaces/IRights.sol";
import {ISecurityInterests} from "../interfaces/ISecurityInterests.sol";
import {Acting} from "../keepers/Acting.sol";
import {Binding} from "../keepers/Binding.sol";
import {InterestKeeper} from "../keepers/InterestKeeper.sol";
import {Registry} from "../keepers/Registry.sol";
import {Increases} from "../libraries/Increases.sol";
import {Journal} from "../libraries/Journal.sol";
import {Interval, Line} from "../libraries/Line.sol";
import {Approval} from "../types/Approval.sol";
import {Capacities, Duties} from "../types/Capacities.sol";
import {Facts} from "../types/Facts.sol";
import {InterestId, PartyId, RightId} from "../types/Ids.sol";
import {Overlay, Overlays} from "../types/Overlay.sol";
import {Head, Subjects} from "../types/Subjects.sol";

/// @title The rules of {IEnforcement}, where they are stated
contract Enforcement is IEnforcement, InterestKeeper, Binding {
    /// @notice Interests on the units of one disposal.
    uint256 public constant MAX_CLAIMANTS = 16;

    bytes32 private constant _DISPOSAL = keccak256("Disposal");
    bytes32 private constant _CONSENT = keccak256("DisposalConsent");

    /// @dev What keeps units from being disposed of: by a court, and otherwise.
    uint256 private constant _BARS_COURT =
        (1 << Overlays.SOLD) |
            (Overlays.RESTRICTIONS & ~uint256((1 << Overlays.PLEDGE_CONTROL) | (1 << Overlays.JUDICIAL)));
    uint256 private constant _BARS_OTHERS = _BARS_COURT | (1 << Overlays.JUDICIAL);

    constructor(ILedger ledger, IBatches batches) Registry(ledger, "Enforcement", 1) Acting(batches) {}

    /* DEFAULT 违约公示 */

    /// @inheritdoc IEnforcement
    function declareDefault(
        InterestId interest,
        Head calldata head,
        uint32 day,
        uint128 due,
        bytes32 digest
    ) external returns (uint64 sequence) {
        ISecurityInterests.InterestState calldata state = _interestState(head);
        uint32 agent = _requireAgent(interest, state);
        _requireStatus(interest, state.status, 1 << uint256(ISecurityInterests.Status.EFFECTIVE));
        _requireNotLapsed(interest, state);
        if (!_hasCome(day) || due == 0) revert InvalidDefault();
        sequence = _LEDGER.next(1);
        bytes32 stateHash = _hashWith(head, ISecurityInterests.Status.ENFORCING);
        _record(
            interest,
            head,
            stateHash,
            DefaultDeclared.selector,
            abi.encode(sequence, _now(), agent, stateHash, day, due, digest)
        );
    }

    /// @inheritdoc IEnforcement
    function withdrawDefault(
        InterestId interest,
        Head calldata head,
        bytes32 digest
    ) external returns (uint64 sequence) {
        ISecurityInterests.InterestState calldata state = _interestState(head);
        uint32 agent = _requireAgent(interest, state);
        _requireStatus(interest, state.status, 1 << uint256(ISecurityInterests.Status.ENFORCING));
        sequence = _LEDGER.next(1);
        bytes32 stateHash = _hashWith(head, ISecurityInterests.Status.EFFECTIVE);
        _record(
            interest,
            head,
            stateHash,
            DefaultWithdrawn.selector,
            abi.encode(sequence, _now(), agent, stateHash, digest)
        );
    }

    /* DISPOSAL 处置 */

    /// @inheritdoc IEnforcement
    function dispose(
        RightId right,
        Head calldata head,
        Interval calldata units,
        Disposal calldata disposal,
        Claimant[] calldata claimants,
        Payment[] calldata payments,
        Approval calldata approval,
        Approval calldata consent
    ) external returns (uint64 sequence) {
        if (claimants.length == 0 || claimants.length > MAX_CLAIMANTS) {
            revert InvalidClaimant(claimants.length);
        }
        uint32 institution = _requireEnforcing(claimants[0], disposal.route);
        _requireValid(disposal);
        address approver = _requireApproved(
            right,
            head,
            disposal,
            keccak256(abi.encode(claimants[0].interest, units, disposal, payments)),
            approval,
            consent,
            institution
        );
        uint256[] memory places = _placesOf(right, _rightState(head), units, disposal.route, claimants);
        uint128 surplus = _requireWaterfall(
            disposal,
            _rightState(head).overlays,
            claimants,
            payments,
            places
        );
        sequence = _LEDGER.next(1);
        _LEDGER.record(Facts.BUYER, bytes32(uint256(sequence)), 0, PartyId.unwrap(disposal.buyer));
        bytes32 stateHash = _sold(head, units, sequence);
        bytes32 entry = Journal.emitted(
            RightDisposed.selector,
            RightId.unwrap(right),
            bytes32(uint256(sequence)),
            abi.encode(
                sequence,
                _now(),
                institution,
                stateHash,
                claimants[0].interest,
                units,
                disposal,
                _interestsOf(claimants),
                payments,
                surplus,
                approver
            )
        );
        _replaceRight(right, head, stateHash, entry);
        for (uint256 i = 0; i < claimants.length; ++i) _pay(claimants[i], i, payments, sequence);
    }

    /* MECHANISM */

    /// @dev Every payment is read once for each claimant: bounded by MAX_CLAIMANTS² × (MAX_INCREASES + 1).
    function _pay(
        Claimant calldata claimant,
        uint256 index,
        Payment[] calldata payments,
        uint64 sequence
    ) private {
        ISecurityInterests.InterestState memory next = _interestState(claimant.head);
        (uint128 claimed, uint128 paid) = (0, 0);
        for (uint256 i = 0; i < payments.length; ++i) {
            Payment calldata payment = payments[i];
            if (payment.claimant != index) continue;
            claimed += payment.claim;
            paid += payment.paid;
            if (payment.layer != 0) next.increases[payment.layer - 1] -= payment.paid;
        }
        next.securedAmount -= paid;
        bytes32 stateHash = _hashOf(next, _interestExtension(claimant.head));
        _record(
            claimant.interest,
            claimant.head,
            stateHash,
            InterestPaid.selector,
            abi.encode(sequence, _now(), stateHash, claimed, paid, next.increases)
        );
    }

    /* RULES */

    /// @notice The institution that disposes, if the caller is a maker of it and the interest is one to enforce.
    function _requireEnforcing(
        Claimant calldata claimant,
        Route route
    ) private view returns (uint32 institution) {
        ISecurityInterests.InterestState calldata state = _interestState(claimant.head);
        institution =
            route == Route.COURT
                ? _authorize(Duties.MAKER, Capacities.COURT)
                : _requireAgent(claimant.interest, state);
        _requireStatus(claimant.interest, state.status, 1 << uint256(ISecurityInterests.Status.ENFORCING));
        _requireNotLapsed(claimant.interest, state);
    }

    function _requireValid(Disposal calldata disposal) private view {
        if (
            disposal.route == Route.NONE ||
            disposal.currency == 0 ||
            disposal.proceeds == 0 ||
            !_isText(disposal.source) ||
            _LEDGER.word(Subjects.PARTY, PartyId.unwrap(disposal.buyer)) == 0
        ) {
            revert InvalidDisposal();
        }
        if (disposal.route == Route.AGREEMENT && disposal.referenceValue == 0) revert ReferenceRequired();
    }

    function _requireApproved(
        RightId right,
        Head calldata head,
        Disposal calldata disposal,
        bytes32 details,
        Approval calldata approval,
        Approval calldata consent,
        uint32 institution
    ) private view returns (address approver) {
        bytes32 word = _wordOf(head);
        approver = _requireChecker(
            _DISPOSAL,
            RightId.unwrap(right),
            word,
            details,
            approval,
            institution,
            disposal.route == Route.COURT ? Capacities.COURT : Capacities.SECURED_PARTY
        );
        if (disposal.route == Route.AGREEMENT) {
            _requireConsent(
                _CONSENT,
                RightId.unwrap(right),
                word,
                details,
                consent,
                _rightState(head).holder
            );
        }
    }

    function _requireDisposable(
        RightId right,
        Overlay it,
        Interval calldata units,
        uint256 bars
    ) private view {
        uint256 kind = 1 << it.kind();
        uint256 unit = it.from() > units.from ? it.from() : units.from;
        if (Overlays.GONE & kind != 0) revert IRights.UnitsGone(right, unit);
        if (bars & kind != 0 && _binds(it)) revert UnitsRestricted(right, unit, it.kind(), it.ref());
    }

    /// @notice The place of each claimant's overlay in the order of the line, if the units can be disposed of on this route, are
    /// encumbered alike, and the claimants are all who have an interest on them.
    /// @dev Bounded by MAX_OVERLAYS × MAX_CLAIMANTS.
    function _placesOf(
        RightId right,
        IRights.RightState calldata state,
        Interval calldata units,
        Route route,
        Claimant[] calldata claimants
    ) private view returns (uint256[] memory places) {
        if (units.from >= units.to || units.to > state.quantity) {
            revert Line.InvalidInterval(0, units.from, units.to, state.quantity);
        }
        uint256 bars = route == Route.COURT ? _BARS_COURT : _BARS_OTHERS;
        // One more than the place, so that 0 is none.
        places = new uint256[](claimants.length);
        for (uint256 i = 0; i < state.overlays.length; ++i) {
            Overlay it = state.overlays[i];
            if (it.from() >= units.to || units.from >= it.to()) continue;
            if (it.kind() == Overlays.INTEREST) {
                if (it.from() > units.from || units.to > it.to()) revert LotNotUniform(right, it.ref());
                places[_claimantOf(it.ref(), claimants)] = i + 1;
            } else {
                _requireDisposable(right, it, units, bars);
            }
        }
        for (uint256 i = 0; i < places.length; ++i) {
            if (places[i] == 0) revert InvalidClaimant(i);
            --places[i];
        }
    }

    /// @notice What is left for the holder, if payments name every layer of every claimant in the order of rank, and each rank is paid in
    /// full before the next. Strictly ascending ranks name no layer twice, so their number shows that all are there.
    function _requireWaterfall(
        Disposal calldata disposal,
        Overlay[] calldata overlays,
        Claimant[] calldata claimants,
        Payment[] calldata payments,
        uint256[] memory places
    ) private view returns (uint128 left) {
        left = disposal.proceeds;
        _requireEveryLayer(claimants, payments.length, disposal.currency);
        uint256 last;
        for (uint256 i = 0; i < payments.length; ++i) {
            Payment calldata payment = payments[i];
            if (payment.claimant >= claimants.length) revert NotInRank(i);
            ISecurityInterests.InterestState calldata state = _interestState(
                claimants[payment.claimant].head
            );
            if (payment.layer > state.increases.length) revert NotInRank(i);
            uint256 place = places[payment.claimant];
            uint256 rank = _rankOf(overlays[place], place, state.increases, payment.layer);
            if (rank <= last) revert NotInRank(i);
            last = rank;
            uint128 secured = _claimable(state, payment.layer);
            if (payment.claim > secured) revert ClaimTooHigh(i, payment.claim, secured);
            bool another = payment.claimant != 0 && disposal.route != Route.COURT;
            if (another && payment.claim != secured) revert ClaimTooLow(i, payment.claim, secured);
            uint128 due = payment.claim < left ? payment.claim : left;
            if (payment.paid != due) revert NotByWaterfall(i, payment.paid, due);
            left -= due;
        }
    }

    /// @notice What the interest may claim of the layer: nothing if it has lapsed or has not arisen yet.
    function _claimable(
        ISecurityInterests.InterestState calldata state,
        uint256 layer
    ) private view returns (uint128) {
        if (state.status == ISecurityInterests.Status.ADVANCE || _hasLapsed(state)) return 0;
        return Increases.amountOf(state.increases, state.securedAmount, layer);
    }

    /// @notice Reverts unless there are as many payments as layers of all claimants, which are in the currency.
    function _requireEveryLayer(
        Claimant[] calldata claimants,
        uint256 payments,
        bytes3 currency
    ) private pure {
        uint256 layers;
        for (uint256 i = 0; i < claimants.length; ++i) {
            ISecurityInterests.InterestState calldata state = _interestState(claimants[i].head);
            if (state.currency != currency) revert CurrencyMismatch(claimants[i].interest, state.currency);
            layers += 1 + state.increases.length;
        }
        if (payments != layers) revert NotInRank(payments);
    }

    /// @notice The place of the interest among the claimants; {InvalidClaimant} with their number if it is missing.
    function _claimantOf(uint64 ref, Claimant[] calldata claimants) private pure returns (uint256 index) {
        while (index < claimants.length && _refOf(claimants[index].interest) != ref) ++index;
        if (index == claimants.length) revert InvalidClaimant(index);
    }

    /// @notice The layer's place in the waterfall. It ranks from its overlay, but not before it was added; ties by the order in which the
    /// overlays were laid, then by layer.
    function _rankOf(
        Overlay overlay,
        uint256 place,
        uint256[] calldata increases,
        uint256 layer
    ) private pure returns (uint256) {
        uint64 since = Increases.sinceOf(increases, layer);
        uint256 priority = overlay.priority() > since ? overlay.priority() : since;
        return (priority << 16) | (place << 8) | layer;
    }

    /* SHAPES */

    /// @return stateHash of the state with the units sold, and free of interests
    function _sold(
        Head calldata head,
        Interval calldata units,
        uint64 sequence
    ) private pure returns (bytes32 stateHash) {
        Interval[] memory intervals = new Interval[](1);
        intervals[0] = units;
        Overlay[] calldata overlays = _rightState(head).overlays;
        Overlay[] memory line = Line.carved(overlays, 1 << Overlays.INTEREST, 0, intervals, 1);
        line[line.length - 1] = Overlays.pack(Overlays.SOLD, sequence, sequence, units.from, units.to);
        return _withLine(head, line);
    }

    function _interestsOf(
        Claimant[] calldata claimants
    ) private pure returns (InterestId[] memory interests) {
        interests = new InterestId[](claimants.length);
        for (uint256 i = 0; i < claimants.length; ++i) interests[i] = claimants[i].interest;
    }
}
