// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IBatches} from "../interfaces/IBatches.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {IPositions} from "../interfaces/IPositions.sol";
import {IRights} from "../interfaces/IRights.sol";
import {ISecurityInterests} from "../interfaces/ISecurityInterests.sol";
import {Acting} from "../keepers/Acting.sol";
import {InterestKeeper} from "../keepers/InterestKeeper.sol";
import {Registry} from "../keepers/Registry.sol";
import {Interval, Line} from "../libraries/Line.sol";
import {Members} from "../libraries/Members.sol";
import {Approval} from "../types/Approval.sol";
import {Capacities} from "../types/Capacities.sol";
import {InterestId, RightId} from "../types/Ids.sol";
import {Overlay} from "../types/Overlay.sol";
import {Head} from "../types/Subjects.sol";

/// @title The rules of {IPositions}, where they are stated
contract Positions is IPositions, InterestKeeper {
    bytes32 private constant _ASSIGNMENT = keccak256("InterestAssignment");
    bytes32 private constant _SUBORDINATION = keccak256("InterestSubordination");

    constructor(ILedger ledger, IBatches batches) Registry(ledger, "Positions", 1) Acting(batches) {}

    /* ASSIGNMENT 转让 */

    /// @inheritdoc IPositions
    function assign(
        InterestId interest,
        Head calldata head,
        uint32 newAgent,
        uint32[] calldata securedParties,
        bytes32 evidence,
        Approval calldata approval
    ) external returns (uint64 sequence) {
        ISecurityInterests.InterestState calldata state = _interestState(head);
        uint32 agent = _requireAgent(interest, state);
        _requireStatus(interest, state.status, _UNENDED);
        _requireNotLapsed(interest, state);
        _requireAssignable(state, newAgent, securedParties);
        address approver = _requireChecker(
            _ASSIGNMENT,
            InterestId.unwrap(interest),
            _wordOf(head),
            keccak256(abi.encode(newAgent, securedParties, evidence)),
            approval,
            agent,
            Capacities.SECURED_PARTY
        );
        sequence = _LEDGER.next(1);
        ISecurityInterests.InterestState memory next = state;
        next.agent = newAgent;
        next.securedParties = securedParties;
        bytes32 stateHash = _hashOf(next, _interestExtension(head));
        _record(
            interest,
            head,
            stateHash,
            InterestAssigned.selector,
            abi.encode(sequence, _now(), agent, stateHash, newAgent, securedParties, evidence, approver)
        );
    }

    /* SUBORDINATION 顺位变更 */

    /// @inheritdoc IPositions
    function subordinate(
        InterestId interest,
        Head calldata head,
        InterestId ahead,
        Yielded[] calldata yielded,
        Approval calldata approval
    ) external returns (uint64 sequence) {
        uint32 agent = _requireInOrder(interest, _interestState(head));
        uint256 count = yielded.length;
        if (count == 0 || count > MAX_COLLATERAL) revert ISecurityInterests.InvalidCollateralCount(count);
        ISecurityInterests.Collateral[] memory collateral = new ISecurityInterests.Collateral[](count);
        for (uint256 i = 0; i < count; ++i) {
            collateral[i] = ISecurityInterests.Collateral(yielded[i].right, yielded[i].intervals);
        }
        address approver = _requireChecker(
            _SUBORDINATION,
            InterestId.unwrap(interest),
            _wordOf(head),
            keccak256(abi.encode(ahead, collateral)),
            approval,
            agent,
            Capacities.SECURED_PARTY
        );
        sequence = _LEDGER.next(1);
        for (uint256 i = 0; i < count; ++i) _yield(interest, ahead, yielded[i], sequence);
        bytes32 stateHash = keccak256(head.state);
        _record(
            interest,
            head,
            stateHash,
            InterestSubordinated.selector,
            abi.encode(sequence, _now(), agent, stateHash, ahead, collateral, approver)
        );
    }

    /* MECHANISM */

    function _yield(
        InterestId interest,
        InterestId ahead,
        Yielded calldata yielded,
        uint64 sequence
    ) private {
        IRights.RightState calldata state = _rightState(yielded.head);
        Overlay[] calldata overlays = state.overlays;
        (RightId right, uint64 ref) = (yielded.right, _refOf(interest));
        Line.requireCanonical(yielded.intervals, state.quantity);
        uint64 priority;
        for (uint256 i = 0; i < yielded.intervals.length; ++i) {
            Interval calldata interval = yielded.intervals[i];
            uint256 own = _overlayOver(right, overlays, ref, interval);
            uint256 other = _placeOver(overlays, _refOf(ahead), interval);
            if (other == overlays.length || !_isBehind(overlays, other, own) || !_isNumber(ahead)) {
                revert NotBehind(right, ahead, interval.from);
            }
            if (i != 0 && overlays[other].priority() != priority) {
                revert RanksDiffer(right, ahead, interval.from);
            }
            priority = overlays[other].priority();
        }
        _rerank(right, yielded.head, ref, priority, yielded.intervals, sequence);
    }

    /* RULES */

    function _requireAssignable(
        ISecurityInterests.InterestState calldata state,
        uint32 newAgent,
        uint32[] calldata securedParties
    ) private view {
        (uint16 capacities, bool suspended) = Members.standingOf(_LEDGER, newAgent);
        if (capacities & Capacities.SECURED_PARTY == 0 || suspended) revert InvalidAssignment();
        _requireSecuredParties(securedParties, newAgent);
        bool changes = newAgent != state.agent || securedParties.length != state.securedParties.length;
        for (uint256 i = 0; !changes && i < securedParties.length; ++i) {
            changes = securedParties[i] != state.securedParties[i];
        }
        if (!changes) revert InvalidAssignment();
    }

    /// @notice Whether the id is no more than a number, as every interest's is; its word is not asked for here.
    function _isNumber(InterestId interest) private pure returns (bool) {
        return uint256(InterestId.unwrap(interest)) == _refOf(interest);
    }

    /// @notice Whether the overlay in place `a` ranks behind that in place `b`.
    function _isBehind(Overlay[] calldata overlays, uint256 a, uint256 b) private pure returns (bool) {
        (uint64 p, uint64 q) = (overlays[a].priority(), overlays[b].priority());
        return p == q ? a > b : p > q;
    }
}
